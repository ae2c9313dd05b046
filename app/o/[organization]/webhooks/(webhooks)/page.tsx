import type { Metadata } from 'next'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { WebhooksPage } from '@/components/webhooks/webhooks-page'
import { listWebhooks } from '@/lib/operations/list-webhooks'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import { createWebhookAction } from '../actions'

export const metadata: Metadata = { title: webhooksWords.title }

export default async function OrganizationWebhooksPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(listWebhooks, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: webhooksWords.title }]} />
      <WebhooksPage view={view} createWebhook={createWebhookAction.bind(null, organization)} />
    </>
  )
}
