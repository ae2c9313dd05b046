'use client'

import { useViewer } from '@/components/accounts/viewer'
import { organizationHref } from '@/components/places'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'

export default function NotFound() {
  const { organizationSlug } = useViewer()
  return (
    <>
      <PageHeader title={commonWords.pageNotFound} description={pagesWords.notFound.detail} />
      <div>
        <LinkButton href={organizationHref(organizationSlug)} variant="primary">
          {pagesWords.notFound.goToHome}
        </LinkButton>
      </div>
    </>
  )
}
