import { z } from 'zod'
import { organizationSlug } from '@/lib/contract/accounts'
import { CONTROL_CHARACTERS, emailAddress, givenName, idOf } from '@/lib/contract/fields'
import { DEFAULT_ROLES, type DefaultRole, isSubject } from '@/lib/core/identity-provider'
import { LIMITS } from '@/lib/core/limits'

const line = (what: string, most: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(most, `At most ${most} characters.`)
    .refine((value) => !CONTROL_CHARACTERS.test(value), 'This has characters that can’t be shown.')

const issuer = line('the issuer', LIMITS.issuerLength).superRefine((value, context) => {
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    context.addIssue('Enter the address of the issuer, such as https://login.example.com.')
  else if (url.username || url.password || url.search || url.hash)
    context.addIssue('An issuer has no user name, no “?” and no “#”.')
  // The well-known path is looked for below the issuer.
  else if (url.pathname.includes('/.well-known/'))
    context.addIssue('Enter the issuer alone, without “/.well-known/openid-configuration”.')
})

const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** As typed: one after another, with commas, spaces or lines between them. */
const domains = z
  .string()
  .max(LIMITS.domainsPerProvider * (LIMITS.domainLength + 2), 'That is longer than it may be.')
  .transform((text) => [
    ...new Set(
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .map((domain) => domain.replace(/^@/, ''))
        .filter(Boolean),
    ),
  ])
  .superRefine((given, context) => {
    if (given.length > LIMITS.domainsPerProvider) context.addIssue(`At most ${LIMITS.domainsPerProvider} domains.`)
    const wrong = given.find((domain) => !DOMAIN.test(domain))
    if (wrong) context.addIssue(`“${wrong}” is no domain such as example.com.`)
  })

export const IdentityProviderSettings = z.object({
  name: givenName('a name for the button'),
  issuer,
  clientId: line('the client ID', LIMITS.clientIdLength),
  /** Empty: the one that is kept, or none. */
  clientSecret: z
    .string()
    .trim()
    .max(LIMITS.clientSecretLength, `At most ${LIMITS.clientSecretLength} characters.`)
    .default(''),
  /** The provider knows the portal as a public client, which has no secret. */
  publicClient: z.boolean().default(false),
  domains,
  defaultRole: z.enum(DEFAULT_ROLES, 'Choose a role.'),
  /** RFC 3339 `changedAt` of what was being edited, null where there was none: a change made meanwhile is not written over. */
  changedAt: z.iso.datetime({ offset: true }).nullable(),
})

export const SwitchSingleSignOnInput = z.object({ enabled: z.boolean(), required: z.boolean() })

/** From a form before signing in, or an address. */
export const ProviderOfInput = z.object({ organization: organizationSlug })

/** What a flow is for: to enter, to connect the account that is signed in, or to see what the provider tells. */
export const FLOW_PURPOSES = ['sign_in', 'connect', 'test'] as const

export const Flow = z.object({
  purpose: z.enum(FLOW_PURPOSES),
  organizationId: idOf('organization'),
  organizationSlug: z.string(),
  identityProviderId: idOf('identityProvider'),
  /** Whose session it is that began it; a sign-in has none. */
  sessionId: idOf('session').optional(),
  issuer: z.string(),
  clientId: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Where to go afterwards. */
  to: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
})
export type Flow = z.output<typeof Flow>

/** What a provider says of a person, as far as it can be kept. */
export const VerifiedClaims = z.object({
  issuer: z.string(),
  subject: z.string().refine(isSubject),
  /** One that can’t be an address is none. */
  email: emailAddress.nullable().catch(null),
  emailVerified: z.boolean(),
  name: z
    .string()
    .transform((name) => name.replace(new RegExp(CONTROL_CHARACTERS, 'g'), '').slice(0, LIMITS.nameLength))
    .nullable(),
})
export type VerifiedClaims = z.output<typeof VerifiedClaims>

export interface IdentityProviderView {
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly hasSecret: boolean
  readonly domains: readonly string[]
  readonly defaultRole: DefaultRole
  readonly enabled: boolean
  readonly required: boolean
  readonly changedAt: string
  /** Of the active members. */
  readonly connected: number
  readonly members: number
}

export interface SingleSignOnView {
  /** Null while none is set up. */
  readonly provider: IdentityProviderView | null
  /** What is to be registered at the provider. */
  readonly redirectUri: string
  /** Where members begin. */
  readonly signInAddress: string
}

/** What a test sign-in has found. */
export interface TestedClaims {
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
}
