import { Skeleton } from '@/components/ui/skeleton'

/** Holds the place of a heading with its ranges and of the chart under it. */
export function UsageSkeleton() {
  return (
    <div className="flex flex-col gap-3">
      <div className="flex h-7 items-center justify-between">
        <Skeleton className="w-16" />
        <Skeleton className="h-7 w-44 rounded-md" />
      </div>
      <Skeleton className="h-66 rounded-lg" />
    </div>
  )
}
