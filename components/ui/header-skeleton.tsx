import { commonWords } from '@/words/common'
import { Skeleton } from './skeleton'

/** Holds the place of a PageHeader, with as many buttons as it will have. */
export function HeaderSkeleton({ buttons = 0 }: { buttons?: number }) {
  return (
    <div role="status" className="flex flex-wrap items-center justify-between gap-x-6 gap-y-4">
      <span className="sr-only">{commonWords.loading}</span>
      <div>
        <Skeleton className="my-1 h-5 w-56" />
        <Skeleton className="mt-2.5 h-3 w-72 max-w-full" />
      </div>
      <div className="flex gap-2">
        {Array.from({ length: buttons }, (_, button) => (
          <Skeleton key={button} className="h-control w-32 rounded-md" />
        ))}
      </div>
    </div>
  )
}
