import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'
import { ok } from '@/lib/core/result'
import { forgetSpentJobs } from '@/lib/db/account-mails'
import { forgetOldInvitations } from '@/lib/db/invitations'
import { forgetOldNotices } from '@/lib/db/notices'
import { forgetOldHappenings } from '@/lib/db/notifications'
import { forgetOldLimits, forgetOldSessionsAndLinks } from '@/lib/db/sessions'
import { forgetWebhookDeliveries } from '@/lib/db/webhook-deliveries'
import { eraseEndedWebhookSecrets } from '@/lib/db/webhooks'
import { accountOperation } from '@/lib/operations/operation'

/** Sessions, links, invitations and counted attempts that nobody can use any more are kept this long, for questions; so is the log of webhooks. */
const KEPT_MILLISECONDS = 30 * 86_400_000

/** What a job holds that was given up, an address that somebody typed for one, is kept so long for whoever asks why. */
const SPENT_JOB_MILLISECONDS = 7 * 86_400_000

/** Run once a day by the worker. They are no history: what happened with them is in the audit log. */
export const forgetOldRows = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    const before = new Date(now.getTime() - KEPT_MILLISECONDS)
    const toldBefore = new Date(now.getTime() - LIMITS.happeningDays * 86_400_000)
    const rows = [
      await forgetOldSessionsAndLinks(tx, before),
      await forgetOldInvitations(tx, before),
      await forgetWebhookDeliveries(tx, before),
      await eraseEndedWebhookSecrets(tx, now),
      await forgetOldLimits(tx, before),
      await forgetOldHappenings(tx, toldBefore),
      await forgetOldNotices(tx, toldBefore),
      await forgetSpentJobs(tx, new Date(now.getTime() - SPENT_JOB_MILLISECONDS)),
    ]
    return ok({ rows: rows.reduce((sum, each) => sum + each, 0) })
  },
})
