import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { webhookHref, webhooksHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { WebhookDeliveryPage } from '@/components/webhooks/webhook-delivery-page'
import { isId } from '@/lib/core/identifiers'
import { hostOf } from '@/lib/core/webhook'
import { viewWebhookDelivery } from '@/lib/operations/view-webhook-delivery'
import { queryOrNotFound } from '@/lib/server/queries'
import { webhooksWords } from '@/words/webhooks'
import { sendAgainAction } from '../../actions'

type Props = { params: Promise<{ organization: string; webhook: string; delivery: string }> }

/** The message of an address; once per request. */
const readDelivery = cache(async (organization: string, webhook: string, delivery: string) => {
  if (!isId('webhookEndpoint', webhook) || !isId('delivery', delivery)) notFound()
  return queryOrNotFound(viewWebhookDelivery, organization, { webhookEndpointId: webhook, deliveryId: delivery })
})

async function readProps({ params }: Props) {
  const { organization, webhook, delivery } = await params
  return { organization, view: await readDelivery(organization, webhook, delivery) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { view } = await readProps(props)
  return { title: view.delivery.type }
}

export default async function OneWebhookDeliveryPage(props: Props) {
  const { organization, view } = await readProps(props)
  const { webhook, delivery } = view
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: webhooksWords.title, href: webhooksHref(organization) },
          { label: hostOf(webhook.url), href: webhookHref(organization, webhook.id) },
          { label: delivery.type },
        ]}
      />
      <WebhookDeliveryPage view={view} sendAgain={sendAgainAction.bind(null, organization)} />
    </>
  )
}
