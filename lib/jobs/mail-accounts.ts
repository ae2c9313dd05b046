import type { Job, TaskList } from 'graphile-worker'
import type { z } from 'zod'
import type { Origin } from '@/lib/core/events'
import type { MailContent } from '@/lib/core/mail'
import type { Senders } from '@/lib/jobs/deliver'
import { mailOfInvitation, mailOfPasswordReset } from '@/lib/jobs/mail-of-account'
import { workerOrigin } from '@/lib/jobs/worker-origin'
import { beginInvitationMail } from '@/lib/operations/begin-invitation-mail'
import { beginPasswordResetMail } from '@/lib/operations/begin-password-reset-mail'
import { performForAccount } from '@/lib/operations/perform'

/**
 * Mails that let somebody in. They belong to no membership, so they have no delivery: their job is what remembers them. Each attempt makes its
 * link anew, first written down and then sent, so a link that arrives is always good, and the newest mail has the one that is.
 */
export function accountMailTasks({ platform, mailer }: Senders, log: (message: string) => void): TaskList {
  const send = async (to: { readonly name: string; readonly address: string }, content: MailContent, job: Job) => {
    // A worker without mail: one that has it may take the job the next time.
    if (!mailer) throw new Error('This worker has no SMTP_URL')
    const { hostname } = new URL(platform.settings.publicUrl)
    const attempt = await mailer.send({ ...content, to, messageId: `<account-mail-${job.id}@${hostname}>` })
    if (attempt.outcome === 'failed') throw new Error(attempt.error)
    // Refused for good: another attempt would hear the same.
    if (attempt.outcome === 'refused') log(`a mail that lets somebody in was refused: ${attempt.error}`)
  }
  return {
    mail_invitation: async (payload, { job }) => {
      const begun = await performForAccount(
        platform,
        beginInvitationMail,
        workerOrigin(),
        payload as z.input<typeof beginInvitationMail.input>,
      )
      if (!begun.ok || !begun.value) return
      await send({ name: '', address: begun.value.email }, mailOfInvitation(begun.value), job)
    },
    mail_password_reset: async (payload, { job }) => {
      const { email, origin } = payload as { readonly email: string; readonly origin: Origin }
      const begun = await performForAccount(platform, beginPasswordResetMail, origin, { email })
      if (!begun.ok || !begun.value) return
      await send({ name: begun.value.name, address: email }, mailOfPasswordReset(begun.value), job)
    },
  }
}
