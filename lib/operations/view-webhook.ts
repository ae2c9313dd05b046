import { ViewWebhookInput, type WebhookPageView } from '@/lib/contract/webhooks'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { signingSecrets } from '@/lib/core/webhook'
import { listWebhookDeliveries } from '@/lib/db/webhook-deliveries'
import { findWebhook, listWebhookSecrets } from '@/lib/db/webhooks'
import { read } from '@/lib/operations/operation'
import { webhookDeliveryView, webhookView } from '@/lib/operations/webhook-views'

const PAGE_ROWS = 50

/** One webhook, and a page of what was sent to it. Never what signs it: that is shown when it is made. */
export const viewWebhook = read({
  input: ViewWebhookInput,
  async run({ tx, actor, now }, { webhookEndpointId, state, after }) {
    const { organizationId } = actor
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const endpoint = await findWebhook(tx, organizationId, webhookEndpointId)
    if (!endpoint) return fail('webhook_not_found')
    const secrets = signingSecrets(await listWebhookSecrets(tx, organizationId, endpoint.id), now)
    const rows = await listWebhookDeliveries(tx, organizationId, endpoint.id, { state, after, limit: PAGE_ROWS + 1 })
    const shown = rows.slice(0, PAGE_ROWS)
    const view: WebhookPageView = {
      webhook: await webhookView(tx, organizationId, endpoint),
      secret: {
        madeAt: (secrets[0] ?? endpoint).createdAt.toISOString(),
        oldUntil: secrets.find(({ endsAt }) => endsAt !== null)?.endsAt?.toISOString() ?? null,
      },
      deliveries: shown.map((delivery) => webhookDeliveryView(delivery, endpoint)),
      nextAfter: rows.length > PAGE_ROWS ? (shown.at(-1)?.id ?? null) : null,
      now: now.toISOString(),
    }
    return ok(view)
  },
})
