import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton, TableSkeleton } from '@/components/ui/skeleton'

/** Holds the place of the API keys panel, line by line. */
export function PanelSkeleton({ buttons = 1, filters }: { buttons?: number; filters: number }) {
  return (
    <>
      <HeaderSkeleton buttons={buttons} />
      <div data-wide className="flex flex-col gap-3">
        <div className="flex h-10 items-center gap-5 border-line border-b coarse:h-11">
          <Skeleton className="w-16" />
          <Skeleton className="w-20" />
          <Skeleton className="w-16" />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Skeleton className="h-control-small w-60 rounded-md max-md:w-full" />
          {Array.from({ length: filters }, (_, filter) => (
            <Skeleton key={filter} className="h-control-small w-32 rounded-md max-md:hidden" />
          ))}
          <Skeleton className="h-control-small w-24 rounded-md md:hidden" />
        </div>
        <div className="flex h-control-small items-center">
          <Skeleton className="w-20" />
        </div>
        <TableSkeleton columns={8} />
      </div>
    </>
  )
}
