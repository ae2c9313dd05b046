import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton } from '@/components/ui/skeleton'
import { UsageSkeleton } from '@/components/usage/usage-skeleton'

export default function Loading() {
  return (
    <>
      <HeaderSkeleton buttons={3} />
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <Skeleton className="h-[36rem] rounded-lg" />
        <Skeleton className="h-60 rounded-lg" />
      </div>
      <UsageSkeleton />
    </>
  )
}
