import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={4} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <TableSkeleton columns={4} />
        <TableSkeleton columns={1} rows={3} />
      </div>
    </>
  )
}
