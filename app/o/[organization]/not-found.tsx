'use client'

import { FileQuestion } from 'lucide-react'
import { useViewer } from '@/components/accounts/viewer'
import { organizationHref } from '@/components/places'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'

export default function NotFound() {
  const { organizationSlug } = useViewer()
  return (
    <EmptyState
      icon={FileQuestion}
      title="Page not found"
      description="It may have moved, or your role can’t open it."
      action={<LinkButton href={organizationHref(organizationSlug)}>Go to Home</LinkButton>}
    />
  )
}
