import { z } from 'zod'
import type { KeyCounts, MemberView } from '@/lib/contract/api-keys'
import { corsOrigins, scopeRules } from '@/lib/contract/app-access'
import { CONTROL_CHARACTERS, givenName, idOf } from '@/lib/contract/fields'
import { DecisionInput } from '@/lib/contract/impact'
import { scopeName } from '@/lib/contract/scopes'
import { BASE_SCOPE, ENVIRONMENTS, type Environment, RESERVED_APP_SLUGS, slugOf } from '@/lib/core/app'
import type { ScopeRule } from '@/lib/core/app-access'
import type { AppId, OfferId, ServerUserId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import { SERVICES, type Service } from '@/lib/core/services'

const upstream = z
  .string({ error: 'Enter the address of the app.' })
  .trim()
  .min(1, 'Enter the address of the app.')
  .max(LIMITS.upstreamLength, `At most ${LIMITS.upstreamLength} characters.`)
  .refine(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    'Enter an http or https address, such as https://resize.internal:8443.',
  )
  // URL drops or encodes them silently, so what was checked would not be what is kept.
  .refine((value) => !CONTROL_CHARACTERS.test(value), 'This address has characters that can’t be shown.')
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    return !url || (!url.username && !url.password)
  }, 'Leave user name and password out of the address.')
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : undefined
    return !url || (!url.search && !url.hash)
  }, 'Leave “?” and “#” out of the address: each request brings its own.')

const appFields = {
  name: givenName('a name for the app')
    .refine(
      (name) => slugOf(name) !== '',
      'Use at least one letter from a to z, or a digit: the name is part of the app’s address.',
    )
    .refine(
      (name) => !RESERVED_APP_SLUGS.includes(slugOf(name)),
      'This name is used by the portal itself. Choose another.',
    ),
  environment: z.enum(ENVIRONMENTS, 'Choose an environment.'),
  upstream,
  scopes: z
    .array(scopeName)
    .default([])
    .transform((scopes) => [...new Set([BASE_SCOPE, ...scopes])])
    // Counted with the one that every app has, as the database counts them.
    .refine(
      (scopes) => scopes.length <= LIMITS.scopesPerApp,
      `At most ${LIMITS.scopesPerApp} scopes, “${BASE_SCOPE}” among them.`,
    ),
}

export const CreateAppInput = z.object({
  service: z.enum(SERVICES),
  ...appFields,
  scopeRules: scopeRules.default([]),
  corsOrigins: corsOrigins.default([]),
})

export const ChangeAppInput = z.object({
  appId: idOf('app'),
  ...appFields,
  /** Absent: as they are. Rules that are merely not mentioned must not be lifted. */
  scopeRules: scopeRules.optional(),
  corsOrigins: corsOrigins.optional(),
  /** RFC 3339 `changedAt` of what was being edited: a change made meanwhile is not written over. */
  changedAt: z.iso.datetime({ offset: true }),
})

export const SwitchProviderInput = z.discriminatedUnion('enabled', [
  z.object({ appId: idOf('app'), enabled: z.literal(true) }),
  z.object({ appId: idOf('app'), enabled: z.literal(false), impact: DecisionInput }),
])

export const MakeUpstreamSecretInput = z.object({
  appId: idOf('app'),
  /** RFC 3339: when the secret was made that is to be replaced; null for none. Another one is not replaced by accident. */
  replaces: z.iso.datetime({ offset: true }).nullable(),
})

export const RemoveUpstreamSecretInput = z.object({ appId: idOf('app') })

/** What `makeUpstreamSecret` answers: the secret, this once. */
export interface IssuedUpstreamSecretView {
  readonly secret: string
}

export const DeleteAppInput = z.object({
  appId: idOf('app'),
  confirmation: z.string().transform((value) => value.normalize('NFC').trim()),
  impact: DecisionInput,
})

/** From a URL. What can't be a slug is no app's, and is not found. */
export const appSlug = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/)
  .catch('')

export const AppSlugInput = z.object({ slug: appSlug })
export const ListAppsInput = z.object({ service: z.enum(SERVICES) })

export interface AppView {
  readonly id: AppId
  readonly service: Service
  readonly name: string
  readonly slug: string
  readonly environment: Environment
  /** The public address: the gateway's, with `/apps/<slug>/`. */
  readonly endpoint: string
  /** Null for those who may not manage the app. */
  readonly upstream: string | null
  readonly owner: MemberView | null
  readonly serverUserId: ServerUserId
  readonly providerEnabled: boolean
  readonly scopes: readonly string[]
  readonly scopeRules: readonly ScopeRule[]
  readonly corsOrigins: readonly string[]
  /** Null when there is none, and for those who may not manage the app. */
  readonly upstreamSecretMadeAt: string | null
  readonly createdAt: string
  readonly changedAt: string
  readonly deletedAt: string | null
  readonly deletedBy: string | null
  readonly keys: KeyCounts
  /** Offered to this member, who can accept until then: on the app's own page, for who manages it. */
  readonly offer: { readonly id: OfferId; readonly to: string; readonly expiresAt: string } | null
  readonly can: {
    readonly manage: boolean
    readonly assignOwner: boolean
    readonly createUserKey: boolean
    readonly createServerKey: boolean
  }
}

export interface ServiceView {
  readonly service: Service
  readonly apps: readonly AppView[]
  /** Of the whole service; `View API Keys` shows active + orphaned. */
  readonly keys: KeyCounts
  readonly can: { readonly createApp: boolean }
  readonly now: string
}
