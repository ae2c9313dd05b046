import { Skeleton } from '@/components/ui/skeleton'
import { impactWords as words } from '@/words/impact'

const MOST_ROWS = 4

/** Holds the place of what is being read, as far as its size is known. */
export function ImpactSkeleton({ rows = 2 }: { rows?: number | undefined }) {
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">{words.reading}</span>
      {rows === 0 ? (
        <Skeleton className="h-5 w-4/5" />
      ) : (
        <>
          <Skeleton className="h-14 rounded-md" />
          <Skeleton className="h-20 w-3/4" />
          <div className="rounded-md border border-line">
            {Array.from({ length: Math.min(rows, MOST_ROWS) }, (_, row) => (
              <div key={row} className="flex flex-col gap-2 border-line px-4 py-3 not-last:border-b">
                <Skeleton className="h-4 w-2/5" />
                <Skeleton className="h-3 w-1/2" />
                <Skeleton className="h-3 w-1/3" />
              </div>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
