import { HeaderSkeleton } from '@/components/ui/header-skeleton'
import { Skeleton } from '@/components/ui/skeleton'

export default function Loading() {
  return (
    <div className="flex flex-col gap-6">
      <HeaderSkeleton />
      <Skeleton className="h-80 max-w-prose" />
    </div>
  )
}
