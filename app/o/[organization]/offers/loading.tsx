import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton />
      <TableSkeleton columns={2} />
    </>
  )
}
