'use client'

import { useViewer } from '@/components/accounts/viewer'
import { organizationHref } from '@/components/places'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'

export default function NotFound() {
  const { organizationSlug } = useViewer()
  return (
    <>
      <PageHeader title="Page not found" description="It may have moved, or your role can’t open it." />
      <div>
        <LinkButton href={organizationHref(organizationSlug)} variant="primary">
          Go to Home
        </LinkButton>
      </div>
    </>
  )
}
