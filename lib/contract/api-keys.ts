import { z } from 'zod'
import type { CallableApp } from '@/lib/contract/callable-app'
import { givenName, idOf, note } from '@/lib/contract/fields'
import { keyLimits } from '@/lib/contract/key-limits'
import {
  API_KEY_TYPES,
  type ApiKeyType,
  KEY_SORTS,
  KEY_STATUSES,
  KEY_TABS,
  type KeyStatus,
  type KeyTab,
} from '@/lib/core/api-key'
import { ENVIRONMENTS, type Environment } from '@/lib/core/app'
import { EXPIRATION_DAYS, type ExpirationPreset } from '@/lib/core/expiration'
import type { ApiKeyId, AppId, MembershipId, OfferId, SecretId } from '@/lib/core/identifiers'
import type { KeyLimits } from '@/lib/core/key-limits'
import { ROTATION_ENDINGS } from '@/lib/core/key-rotation'
import { LIMITS } from '@/lib/core/limits'
import type { DepartureCause } from '@/lib/core/membership'
import type { Role } from '@/lib/core/roles'
import { SERVICES, type Service } from '@/lib/core/services'
import type { Verdict } from '@/lib/core/verdicts'

const PRESETS = Object.keys(EXPIRATION_DAYS) as ExpirationPreset[]

/** When a new key is to expire. */
export const expiration = {
  expiration: z.enum([...PRESETS, 'custom', 'none'], 'Choose an expiration.'),
  /** The last day, `YYYY-MM-DD`, with `custom`: the key stops at the end of that day in the account's time zone. */
  expirationDay: z.string().optional(),
}

/** A last day that is one. */
export const withLastDay = <Schema extends z.ZodType<{ expiration: string; expirationDay?: string | undefined }>>(
  schema: Schema,
) =>
  schema
    .refine((input) => input.expiration !== 'custom' || /^\d{4}-\d{2}-\d{2}$/.test(input.expirationDay ?? ''), {
      path: ['expirationDay'],
      error: 'Choose a day, such as 2027-02-18.',
    })
    .refine((input) => input.expiration !== 'custom' || isCalendarDay(input.expirationDay ?? ''), {
      path: ['expirationDay'],
      error: 'There is no such day.',
    })
    // In some time zones the last day of 9999 ends in a year of five digits, which most of the world's software can't read.
    .refine((input) => input.expiration !== 'custom' || (input.expirationDay ?? '') < '9999', {
      path: ['expirationDay'],
      error: 'Choose a day before the year 9999.',
    })

export const CreateApiKeyInput = withLastDay(
  z.object({
    appId: idOf('app'),
    name: givenName('a name for the key'),
    ...expiration,
    type: z.enum(API_KEY_TYPES, 'Choose a type.'),
    scopes: z
      .array(z.string().max(LIMITS.scopeLength))
      .min(1, 'Choose at least one scope. A key without a scope could do nothing.')
      .max(LIMITS.scopesPerApp),
    limits: keyLimits.default({ rate: null, addresses: [] }),
  }),
)

/** `Date` takes the 30th of February for the 1st or 2nd of March. */
function isCalendarDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}

export const RevokeApiKeyInput = z.object({
  apiKeyId: idOf('apiKey'),
  /** "I understand that whatever uses this key stops working immediately" */
  agreed: z.literal(true, 'Tick the box to say that you understand.'),
  reason: note.optional(),
})

/**
 * Several keys, one agreement and one reason, read as one revocation for each: every key has its own answer. A key that is
 * named twice is revoked once.
 */
export const RevokeApiKeysInput = z
  .object({
    apiKeyIds: z.array(idOf('apiKey')).min(1, 'Choose at least one key.').max(100, 'At most 100 keys at once.'),
    agreed: RevokeApiKeyInput.shape.agreed,
    reason: RevokeApiKeyInput.shape.reason,
  })
  .transform(({ apiKeyIds, ...rest }) => [...new Set(apiKeyIds)].map((apiKeyId) => ({ apiKeyId, ...rest })))

export const ApiKeyInput = z.object({ apiKeyId: idOf('apiKey') })

export const RenameApiKeyInput = z.object({ apiKeyId: idOf('apiKey'), name: givenName('a name for the key') })

/** An empty note takes the old one away. */
export const NoteApiKeyInput = z.object({ apiKeyId: idOf('apiKey'), note })

export const RotateApiKeyInput = withLastDay(
  z
    .object({
      apiKeyId: idOf('apiKey'),
      /** When the old key stops. */
      ending: z.enum(ROTATION_ENDINGS, 'Choose when the old key stops.'),
      /** RFC 3339, with `moment`. */
      endsAt: z.iso.datetime({ offset: true, error: 'Choose a moment.' }).optional(),
      /** Of the new key, as in `CreateApiKeyInput`. */
      ...expiration,
      /** Secrets that hold the old key, which get the new one as their next version. */
      secretIds: z.array(idOf('secret')).max(100).default([]),
    })
    .refine((input) => input.ending !== 'moment' || input.endsAt !== undefined, {
      path: ['endsAt'],
      error: 'Choose a moment.',
    })
    .refine((input) => (input.endsAt ?? '') < '9999', {
      path: ['endsAt'],
      error: 'Choose a moment before the year 9999.',
    }),
)

export const ChangeApiKeyLimitsInput = z.object({ apiKeyId: idOf('apiKey'), limits: keyLimits })

/** What the panel can be narrowed down to, beside its tab. Each is left out for all. */
export const KeyFilters = z.object({
  ownerId: idOf('membership').optional(),
  type: z.enum(API_KEY_TYPES).optional(),
  status: z.enum(KEY_STATUSES).optional(),
  environment: z.enum(ENVIRONMENTS).optional(),
  /** Stops within so many days, at its ending or its expiry. */
  stopsWithinDays: z.int().min(1).max(3_650).optional(),
  /** Not used for so many days, or never at all. */
  unused: z.union([z.literal('never'), z.int().min(1).max(3_650)]).optional(),
})
export type KeyFilters = z.output<typeof KeyFilters>

export const ListApiKeysInput = z.object({
  /** The whole organization's keys, all of a service, or one app's. In this order, since any slug is read as one, also none. */
  within: z.union([
    z.object({ organization: z.literal(true) }),
    z.object({ service: z.enum(SERVICES) }),
    z.object({
      appSlug: z
        .string()
        .regex(/^[a-z0-9-]{1,63}$/)
        .catch(''),
    }),
  ]),
  tab: z.enum(Object.keys(KEY_TABS) as [KeyTab, ...KeyTab[]]).default('active'),
  text: z
    .string()
    .max(200)
    // Postgres has no NUL in its text.
    .transform((text) => text.replaceAll('\0', ''))
    .default(''),
  filters: KeyFilters.default({}),
  sort: z.enum(KEY_SORTS).default('created'),
  descending: z.boolean().default(true),
  /** Opaque, from `nextCursor` of the page before. */
  cursor: z.string().max(1_000).optional(),
})

/** A view of the panel as a file: all of its pages. */
export const ExportApiKeysInput = ListApiKeysInput.omit({ cursor: true })

export interface MemberView {
  readonly id: MembershipId
  readonly name: string
  readonly role: Role
  /** False for someone who is no active member any more. */
  readonly active: boolean
}

/** Why a key is orphaned; both facts can hold at once. Moments are RFC 3339. */
export interface OrphanedView {
  readonly departure: { readonly cause: DepartureCause; readonly at: string; readonly by: string | null } | null
  readonly appDeletedAt: string | null
  /** When the portal itself revokes it, by the organization’s policy; null for never. */
  readonly revokesAt: string | null
}

export interface ApiKeyView {
  readonly id: ApiKeyId
  readonly name: string
  readonly note: string | null
  readonly hint: string
  readonly type: ApiKeyType
  readonly status: KeyStatus
  readonly scopes: readonly string[]
  readonly limits: KeyLimits
  readonly owner: MemberView
  /** The viewer answers for it. */
  readonly isOwn: boolean
  readonly app: {
    readonly id: AppId
    readonly name: string
    readonly slug: string
    readonly service: Service
    readonly environment: Environment
    readonly deleted: boolean
  }
  readonly createdAt: string
  readonly expiresAt: string | null
  /** When it stops because another key took its place; null while none has. */
  readonly endsAt: string | null
  /** When it stops if it is let alone: at its ending or its expiry, whichever comes first; null for never. */
  readonly stopsAt: string | null
  readonly expiringSoon: boolean
  /** The key whose place it took, and the one that took its. */
  readonly rotatedFrom: LinkedKey | null
  readonly rotatedTo: LinkedKey | null
  readonly disabledAt: string | null
  readonly revokedAt: string | null
  readonly revokedBy: string | null
  readonly revocationReason: string | null
  readonly orphaned: OrphanedView | null
  /** Offered to this member, who can accept until then. */
  readonly offer: { readonly id: OfferId; readonly to: string; readonly expiresAt: string } | null
  /** Who left it to its owner with a countdown, and knows it until it ends. */
  readonly leftBy: string | null
  /** The last request that was accepted with it; null when there was none. */
  readonly lastUsed: { readonly at: string; readonly address: string; readonly agent: string } | null
  /** The last attempt that was refused because the key is dead. */
  readonly lastKnock: {
    readonly at: string
    readonly verdict: Verdict
    readonly address: string
    readonly agent: string
  } | null
  /** Accepted requests of the last 24 hours, hour by hour, the oldest first: 24 numbers. */
  readonly requestsByHour: readonly number[]
  /** Secrets that hold it, by name, where the viewer may see them. */
  readonly secrets: readonly { readonly id: SecretId; readonly name: string; readonly manage: boolean }[]
  /** What the viewer may do with it now. */
  readonly can: {
    readonly revoke: boolean
    readonly disable: boolean
    readonly enable: boolean
    readonly changeLimits: boolean
    readonly rename: boolean
    readonly note: boolean
    readonly rotate: boolean
    readonly offer: boolean
    readonly withdrawOffer: boolean
  }
}

export interface LinkedKey {
  readonly id: ApiKeyId
  readonly name: string
  /** How the one took the other's place. */
  readonly how: 'rotated' | 'handed_over'
  readonly status: KeyStatus
  readonly createdAt: string
}

/** Keys of one lineage: each took the place of the one before it, the oldest first. At most 20 to either side of the one that was asked for. */
export interface KeyLineageView {
  readonly keys: readonly LineageKey[]
  readonly now: string
}

export interface LineageKey {
  readonly key: ApiKeyView
  /** Who was let in with it in the last 24 hours, the last one first. */
  readonly callers: readonly { readonly address: string; readonly agent: string; readonly lastSeenAt: string }[]
  /** By whom it was made, when that is not its owner: they have seen it. */
  readonly createdBy: string | null
}

export type KeyCounts = Readonly<Record<KeyTab, number>>

export interface ApiKeysPage {
  readonly rows: readonly ApiKeyView[]
  readonly counts: KeyCounts
  /** How many keys the text and the filters leave of the tab, counted up to 1,000; null without any. */
  readonly matching: { readonly count: number; readonly orMore: boolean } | null
  /** Who owns keys here, by name: what the owner filter offers. At most 200. */
  readonly owners: readonly { readonly id: MembershipId; readonly name: string }[]
  readonly nextCursor: string | null
  /** RFC 3339, the database's clock: what "in 81 days" is counted from. */
  readonly now: string
}

/** What `createApiKey` answers: the token, this once. */
export interface IssuedApiKeyView {
  readonly id: ApiKeyId
  readonly name: string
  readonly token: string
  readonly expiresAt: string | null
  readonly appSlug: string
}

/** What `rotateApiKey` answers: the new key's token, this once, and what became of the old one. */
export interface RotatedApiKeyView extends IssuedApiKeyView {
  readonly app: CallableApp
  readonly replaced: {
    readonly id: ApiKeyId
    /** RFC 3339. */
    readonly endsAt: string
    readonly revoked: boolean
    /** It expires before the moment that was asked for. */
    readonly endsByExpiry: boolean
  }
  /** Those that hold the new key now. */
  readonly secrets: readonly { readonly id: SecretId; readonly name: string }[]
  /** What the receipt of the old key's stop is asked by. */
  readonly seq: number
}
