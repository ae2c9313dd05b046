import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton, TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={4} />
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_24rem]">
        <TableSkeleton columns={1} rows={4} className="xl:order-2" />
        <div className="flex flex-col gap-3">
          <Skeleton className="h-10 w-70" />
          <TableSkeleton columns={5} />
        </div>
      </div>
    </>
  )
}
