import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={1} />
      <TableSkeleton columns={1} rows={2} />
      <TableSkeleton columns={4} rows={2} />
    </>
  )
}
