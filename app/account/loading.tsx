import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton, TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton />
      <div className="grid gap-8 lg:grid-cols-2">
        <Skeleton className="h-80 rounded-lg" />
        <Skeleton className="h-80 rounded-lg" />
      </div>
      <TableSkeleton columns={5} rows={2} />
    </>
  )
}
