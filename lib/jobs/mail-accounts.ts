import type { Job, TaskList } from 'graphile-worker'
import type { z } from 'zod'
import type { Origin } from '@/lib/core/events'
import type { MailContent } from '@/lib/core/mail'
import type { Senders } from '@/lib/jobs/deliver'
import { mailOfInvitation, mailOfPasswordReset } from '@/lib/jobs/mail-of-account'
import { workerOrigin } from '@/lib/jobs/worker-origin'
import type { AccountMailOutcome } from '@/lib/operations/account-mail-outcome'
import { beginInvitationMail } from '@/lib/operations/begin-invitation-mail'
import { beginPasswordResetMail } from '@/lib/operations/begin-password-reset-mail'
import { performForAccount } from '@/lib/operations/perform'
import { reportUnsentPasswordReset } from '@/lib/operations/report-unsent-password-reset'
import { settleInvitationMail } from '@/lib/operations/settle-invitation-mail'
import { notificationsWords } from '@/words/notifications'

/** A server may repeat what it was sent. What is as long as half a link's token is left out of what it says: that is stored, and shown. */
const LONG_RUN = /[A-Za-z0-9_-]{20,}/g

/**
 * Mails that let somebody in. They belong to no membership, so they have no delivery: their job is what remembers them. Each attempt makes its
 * link anew, first written down and then sent, so a link that arrives is always good, and the newest mail has the one that is.
 */
export function accountMailTasks({ platform, mailer }: Senders, log: (message: string) => void): TaskList {
  const send = async (
    to: { readonly name: string; readonly address: string },
    content: MailContent,
    job: Job,
  ): Promise<AccountMailOutcome> => {
    const { hostname } = new URL(platform.settings.publicUrl)
    const attempt = mailer
      ? await mailer.send({ ...content, to, messageId: `<account-mail-${job.id}@${hostname}>` })
      : // A worker without mail: one that has it may take the job the next time.
        ({ outcome: 'failed', error: notificationsWords.errors.notSetUp } as const)
    if (attempt.outcome === 'sent') return { state: 'sent', error: null }
    const isOver = attempt.outcome !== 'failed' || job.attempts >= job.max_attempts
    return { state: isOver ? 'failed' : 'pending', error: attempt.error.replace(LONG_RUN, '…') }
  }
  /** Thrown, it makes graphile-worker try again; what is over has nothing to be tried for. */
  const goOn = ({ state, error }: AccountMailOutcome) => {
    if (state === 'pending') throw new Error(error)
    if (state === 'failed') log(`a mail that lets somebody in was given up: ${error}`)
  }
  return {
    mail_invitation: async (payload, { job }) => {
      const invitation = payload as z.input<typeof beginInvitationMail.input>
      const begun = await performForAccount(platform, beginInvitationMail, workerOrigin(), invitation)
      if (!begun.ok || !begun.value) return
      const { email, sentAt } = begun.value
      const outcome = await send({ name: '', address: email }, mailOfInvitation(begun.value), job)
      await performForAccount(platform, settleInvitationMail, workerOrigin(), { ...invitation, sentAt, outcome })
      goOn(outcome)
    },
    mail_password_reset: async (payload, { job }) => {
      const { email, origin } = payload as { readonly email: string; readonly origin: Origin }
      const begun = await performForAccount(platform, beginPasswordResetMail, origin, { email })
      if (!begun.ok || !begun.value) return
      const outcome = await send({ name: begun.value.name, address: email }, mailOfPasswordReset(begun.value), job)
      if (outcome.state === 'failed')
        await performForAccount(platform, reportUnsentPasswordReset, workerOrigin(), { email, error: outcome.error })
      goOn(outcome)
    },
  }
}
