import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { forgetOldInvitations } from '@/lib/db/invitations'
import { forgetOldLimits, forgetOldSessionsAndLinks } from '@/lib/db/sessions'
import { forgetWebhookDeliveries } from '@/lib/db/webhook-deliveries'
import { eraseEndedWebhookSecrets } from '@/lib/db/webhooks'
import { accountOperation } from '@/lib/operations/operation'

/** Sessions, links, invitations and counted attempts that nobody can use any more are kept this long, for questions; so is the log of webhooks. */
const KEPT_MILLISECONDS = 30 * 86_400_000

/** Run once a day by the worker. They are no history: what happened with them is in the audit log. */
export const forgetOldRows = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    const before = new Date(now.getTime() - KEPT_MILLISECONDS)
    const sessionsAndLinks = await forgetOldSessionsAndLinks(tx, before)
    const invitations = await forgetOldInvitations(tx, before)
    const webhooks = (await forgetWebhookDeliveries(tx, before)) + (await eraseEndedWebhookSecrets(tx, now))
    return ok({ rows: sessionsAndLinks + invitations + webhooks + (await forgetOldLimits(tx, before)) })
  },
})
