import { z } from 'zod'
import type { WebhooksView } from '@/lib/contract/webhooks'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { listWebhooks as readWebhooks } from '@/lib/db/webhooks'
import { read } from '@/lib/operations/operation'
import { webhookViews } from '@/lib/operations/webhook-views'

export const listWebhooks = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    if (!may(actor, 'webhook.manage', {})) return fail('not_permitted')
    const { organizationId } = actor
    const view: WebhooksView = {
      webhooks: await webhookViews(tx, organizationId, await readWebhooks(tx, organizationId)),
      limit: LIMITS.webhooks,
      now: now.toISOString(),
    }
    return ok(view)
  },
})
