import type { MailContent } from '@/lib/core/mail'
import { mailMoment } from '@/lib/jobs/mail-moment'
import type { InvitationToMail } from '@/lib/operations/begin-invitation-mail'
import type { PasswordResetToMail } from '@/lib/operations/begin-password-reset-mail'
import { accountMailsWords } from '@/words/account-mails'
import { ROLE_WORDS } from '@/words/terms'

/** What somebody reads who is invited. Their time zone is not known yet. */
export function mailOfInvitation({ url, organization, role, sender, expiresAt }: InvitationToMail): MailContent {
  const words = accountMailsWords.invitation
  return {
    subject: words.subject(organization),
    paragraphs: [
      words.invites(sender, organization, ROLE_WORDS[role]),
      words.until(mailMoment(expiresAt.toISOString(), 'UTC')),
    ],
    items: [],
    action: { label: words.join(organization), href: url },
    footer: words.footer,
  }
}

/** What somebody reads whose password was forgotten: the way to a new one, or the way in that has none. */
export function mailOfPasswordReset(reset: PasswordResetToMail): MailContent {
  const words = accountMailsWords.reset
  const asked = words.asked(reset.name)
  if (reset.kind === 'single_sign_on') {
    const { subject, noPassword, signIn, footer } = accountMailsWords.singleSignOn
    return {
      subject,
      paragraphs: [asked, noPassword],
      items: reset.organizations.map(({ name, url }) => ({ text: signIn(name), href: url })),
      footer,
    }
  }
  return {
    subject: words.subject,
    paragraphs: [asked, words.until(mailMoment(reset.expiresAt.toISOString(), reset.timeZone ?? 'UTC'))],
    items: [],
    action: { label: words.set, href: reset.url },
    footer: words.footer,
  }
}
