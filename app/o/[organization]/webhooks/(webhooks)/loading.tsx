import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { TableSkeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={1} />
      <TableSkeleton columns={6} />
    </>
  )
}
