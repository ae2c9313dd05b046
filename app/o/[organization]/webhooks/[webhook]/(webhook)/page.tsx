import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { webhooksHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { readWebhookLogAddress, type WebhookLogAddress } from '@/components/webhooks/webhook-log-address'
import { WebhookPage } from '@/components/webhooks/webhook-page'
import { isId } from '@/lib/core/identifiers'
import { hostOf } from '@/lib/core/webhook'
import { viewWebhook } from '@/lib/operations/view-webhook'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { webhooksWords } from '@/words/webhooks'
import {
  changeWebhookAction,
  deleteWebhookAction,
  endOldWebhookSecretAction,
  pingWebhookAction,
  rotateWebhookSecretAction,
  sendAgainAction,
  sendFailedAgainAction,
  switchWebhookAction,
} from '../../actions'

type Props = {
  params: Promise<{ organization: string; webhook: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** The webhook of an address; once per request. */
const readWebhook = cache(
  async (organization: string, id: string, state: WebhookLogAddress['state'], after: WebhookLogAddress['after']) => {
    if (!isId('webhookEndpoint', id)) notFound()
    return queryOrNotFound(viewWebhook, organization, { webhookEndpointId: id, state, after })
  },
)

async function readProps({ params, searchParams }: Props) {
  const { organization, webhook } = await params
  const address = readWebhookLogAddress(await searchParams)
  return { organization, address, view: await readWebhook(organization, webhook, address.state, address.after) }
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { view } = await readProps(props)
  return { title: hostOf(view.webhook.url) }
}

export default async function OneWebhookPage(props: Props) {
  const { organization, address, view } = await readProps(props)
  const bound = <Output,>(action: (organization: string, input: unknown) => Promise<Output>) =>
    action.bind(null, organization)
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: commonWords.organization },
          { label: webhooksWords.title, href: webhooksHref(organization) },
          { label: hostOf(view.webhook.url) },
        ]}
      />
      <WebhookPage
        view={view}
        address={address}
        actions={{
          pingWebhook: bound(pingWebhookAction),
          changeWebhook: bound(changeWebhookAction),
          switchWebhook: bound(switchWebhookAction),
          deleteWebhook: bound(deleteWebhookAction),
          rotateWebhookSecret: bound(rotateWebhookSecretAction),
          endOldWebhookSecret: bound(endOldWebhookSecretAction),
          sendAgain: bound(sendAgainAction),
          sendFailedAgain: bound(sendFailedAgainAction),
        }}
      />
    </>
  )
}
