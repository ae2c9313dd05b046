import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton, TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={1} />
      <div className="flex flex-col gap-3">
        <div className="flex h-10 items-center gap-5 border-line border-b">
          <Skeleton className="w-20" />
          <Skeleton className="w-16" />
        </div>
        <Skeleton className="h-control-small w-70 rounded-md max-md:w-full" />
        <TableSkeleton columns={6} />
      </div>
    </>
  )
}
