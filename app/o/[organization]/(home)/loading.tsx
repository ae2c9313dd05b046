import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton } from '@/components/ui/skeleton'
import { UsageSkeleton } from '@/components/usage/usage-skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton />
      <Skeleton className="h-14 rounded-lg" />
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <Skeleton className="h-28 rounded-lg" />
        <Skeleton className="h-28 rounded-lg" />
        <Skeleton className="h-28 rounded-lg" />
      </div>
      <UsageSkeleton />
    </>
  )
}
