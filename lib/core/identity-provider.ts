import type { IdentityId, IdentityProviderId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { Role } from '@/lib/core/roles'

/** What whoever signs in for the first time may become uninvited: nobody is made an administrator by somebody else's server. */
export const DEFAULT_ROLES = ['developer', 'reader'] as const satisfies readonly Role[]
export type DefaultRole = (typeof DEFAULT_ROLES)[number]

/** Where the members of an organization may sign in. */
export interface IdentityProvider {
  readonly id: IdentityProviderId
  readonly organizationId: OrganizationId
  /** What its button says. */
  readonly name: string
  /** As its discovery document spells it. */
  readonly issuer: string
  readonly clientId: string
  /** A compact JWE; null for a public client. */
  readonly sealedClientSecret: string | null
  /** Lower case. Only addresses at these make a new account. */
  readonly domains: readonly string[]
  readonly defaultRole: DefaultRole
  readonly enabled: boolean
  /** A password opens the organization to Owners alone. */
  readonly required: boolean
  readonly createdAt: Date
  readonly changedAt: Date
}

/**
 * Whether a subject can be kept as it is said. Postgres takes no zero, and half a character is the same one whichever it was: two people would
 * be one. Specified are 255 characters of ASCII; not every provider keeps to the latter.
 */
export const isSubject = (text: string): boolean =>
  text.length > 0 && text.length <= LIMITS.subjectLength && !/[\p{Cc}\p{Surrogate}]/u.test(text)

/** Who a member is at a provider. By issuer and subject, never by e-mail: addresses are given to other people, subjects are not. */
export interface Identity {
  readonly id: IdentityId
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
  readonly issuer: string
  readonly subject: string
  readonly createdAt: Date
}

/**
 * Owners enter by password also where single sign-on is required: a provider that is down, misconfigured or given up would otherwise
 * lock out the very people who can mend that (decision 15).
 */
export function passwordOpens(role: Role, required: boolean): boolean {
  return !required || role === 'owner'
}

/** What a session was vouched for by is gone when the provider is another one, another client of it, or off. */
export function endsSessions(
  before: Pick<IdentityProvider, 'issuer' | 'clientId' | 'enabled'>,
  after: Pick<IdentityProvider, 'issuer' | 'clientId' | 'enabled'> | null,
): boolean {
  return before.enabled && (!after?.enabled || after.issuer !== before.issuer || after.clientId !== before.clientId)
}

/** What a provider says of a person, once its word was verified. */
export interface Claims {
  readonly issuer: string
  readonly subject: string
  /** Lower case. */
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
}

export type Newcomer =
  | { readonly ok: true; readonly email: string; readonly name: string }
  | { readonly ok: false; readonly code: 'sso_no_email' | 'sso_email_not_verified' | 'sso_domain_not_allowed' }

/** Whether somebody whom the organization does not know may get an account: with a verified address at one of its domains. */
export function newcomer(claims: Claims, { domains }: Pick<IdentityProvider, 'domains'>): Newcomer {
  const { email } = claims
  if (!email) return { ok: false, code: 'sso_no_email' }
  if (!claims.emailVerified) return { ok: false, code: 'sso_email_not_verified' }
  // A subdomain is another domain.
  const domain = email.slice(email.lastIndexOf('@') + 1)
  if (!domains.includes(domain)) return { ok: false, code: 'sso_domain_not_allowed' }
  const name = claims.name?.normalize('NFC').replace(/\s+/g, ' ').trim()
  return { ok: true, email, name: name || email.slice(0, email.lastIndexOf('@')) }
}
