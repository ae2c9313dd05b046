import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { listWebhooksDue, wakeWebhooks as wake } from '@/lib/db/webhooks'
import { accountOperation } from '@/lib/operations/operation'

/** As many as one look finds; the next one follows within the minute. */
const MOST = 1_000

/** Run by the worker every minute: what was under way when a worker was killed is sent again. */
export const wakeWebhooks = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    const due = await listWebhooksDue(tx, now, MOST)
    for (const { organizationId, id } of due) await wake(tx, organizationId, [id], now)
    return ok({ webhooks: due.length })
  },
})
