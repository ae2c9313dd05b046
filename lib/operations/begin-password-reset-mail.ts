import { RequestPasswordResetInput } from '@/lib/contract/accounts'
import { ok } from '@/lib/core/result'
import { listSignOnsOf } from '@/lib/db/identity-providers'
import { findUserByEmail } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { passwordResetLink } from '@/lib/operations/password-reset-link'

export type PasswordResetToMail = {
  readonly email: string
  readonly name: string
  readonly timeZone: string | null
} & (
  | { readonly kind: 'link'; readonly url: string; readonly expiresAt: Date }
  /** Where the person signs in, who has no password. */
  | {
      readonly kind: 'single_sign_on'
      readonly organizations: readonly { readonly name: string; readonly url: string }[]
    }
)

/**
 * Run by the worker when it sends: the link is made then, so that it stands in no job. An account that only its organization's provider
 * opens is told so and gets no link: a password would open more than that provider vouches for. Null when nobody has that address.
 */
export const beginPasswordResetMail = accountOperation({
  input: RequestPasswordResetInput,
  async run(context, { email }) {
    const { tx, settings } = context
    const user = await findUserByEmail(tx, email)
    if (!user) return ok<PasswordResetToMail | null>(null)
    const { name, timeZone } = user
    const organizations = user.passwordHash ? [] : await listSignOnsOf(tx, user.id)
    if (organizations.length > 0)
      return ok<PasswordResetToMail | null>({
        kind: 'single_sign_on',
        email,
        name,
        timeZone,
        organizations: organizations.map((each) => ({
          name: each.name,
          url: `${settings.publicUrl}/sign-in?organization=${each.slug}`,
        })),
      })
    const { url, expiresAt } = await passwordResetLink(context, user)
    return ok<PasswordResetToMail | null>({ kind: 'link', email, name, timeZone, url, expiresAt })
  },
})
