import { z } from 'zod'
import { emailAddress, givenName, givenPassword, linkToken, newPassword, timeZone } from '@/lib/contract/fields'
import type { Role } from '@/lib/core/roles'

export const SignInInput = z.object({
  email: emailAddress,
  password: givenPassword,
  /** The browser's, kept as the account's when it has none yet. */
  timeZone: timeZone.optional().catch(undefined),
})

export const organizationSlug = z
  .string({ error: 'Enter a short name.' })
  .trim()
  .toLowerCase()
  .min(1, 'Enter a short name.')
  .max(40, 'At most 40 characters.')
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'Use lower case letters, digits and single hyphens, such as acme-research.')

export const SetupInput = z.object({
  token: linkToken,
  organizationName: givenName('the organization’s name'),
  organizationSlug,
  name: givenName('your name'),
  email: emailAddress,
  password: newPassword,
  timeZone: timeZone.optional().catch(undefined),
})

export const LinkInput = z.object({ token: linkToken })
export const RequestPasswordResetInput = z.object({ email: emailAddress })
export const ResetPasswordInput = z.object({ token: linkToken, password: newPassword })

export const CreateOrganizationInput = z.object({
  name: givenName('the organization’s name'),
  slug: organizationSlug,
  ownerEmail: emailAddress,
})

/** Who looks at a page: the person, the organization, the role that the membership has now. */
export interface ViewerView {
  readonly user: { readonly name: string; readonly email: string; readonly timeZone: string }
  readonly organization: { readonly name: string; readonly slug: string }
  readonly role: Role
  /** The pages that the role can open, and what it can make anywhere; what it can't, it doesn't see. */
  readonly can: {
    readonly secrets: boolean
    readonly inventory: boolean
    readonly gateways: boolean
    readonly webhooks: boolean
    readonly policies: boolean
    readonly auditLog: boolean
    readonly singleSignOn: boolean
    readonly notificationSettings: boolean
    readonly createApp: boolean
    readonly createSecret: boolean
  }
  /** All organizations that this session opens. */
  readonly organizations: readonly { readonly name: string; readonly slug: string }[]
}
