import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton } from '@/components/ui/skeleton'
import { UsageSkeleton } from '@/components/usage/usage-skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={3} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Skeleton className="h-80 rounded-lg" />
        <Skeleton className="h-40 rounded-lg" />
      </div>
      <UsageSkeleton />
    </>
  )
}
