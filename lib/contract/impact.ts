import { z } from 'zod'
import type { MemberView } from '@/lib/contract/api-keys'
import { idOf } from '@/lib/contract/fields'
import type { ApiKeyType } from '@/lib/core/api-key'
import type { Environment } from '@/lib/core/app'
import type { ApiKeyId, AppId, MembershipId, SecretId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import { ROLES } from '@/lib/core/roles'
import type { Service } from '@/lib/core/services'

export const ImpactActionInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['remove_member', 'suspend_member']), membershipId: idOf('membership') }),
  z.object({ kind: z.literal('change_role'), membershipId: idOf('membership'), role: z.enum(ROLES) }),
  z.object({ kind: z.enum(['delete_app', 'switch_provider_off']), appId: idOf('app') }),
])

export const PreviewImpactInput = z.object({ action: ImpactActionInput })

const handOver = z.object({
  toMembershipId: idOf('membership'),
  countdownHours: z.number().int().min(0).max(LIMITS.countdownHours),
})

const keyChoice = z.discriminatedUnion('choice', [
  z.object({ apiKeyId: idOf('apiKey'), choice: z.enum(['orphan', 'revoke']) }),
  handOver.extend({ apiKeyId: idOf('apiKey'), choice: z.literal('hand_over') }),
])

/** What is to happen to the keys that an action stops; see `Decision` of lib/core/impact.ts. */
export const DecisionInput = z
  .object({
    digest: z.string().max(64).nullable(),
    rest: z.union([z.enum(['orphan', 'revoke']), handOver]).default('orphan'),
    choices: z.array(keyChoice).max(LIMITS.impactChoices).readonly().default([]),
  })
  .refine(({ choices }) => new Set(choices.map(({ apiKeyId }) => apiKeyId)).size === choices.length, {
    error: 'A key is named twice.',
    path: ['choices'],
  })
  .refine(({ digest, rest, choices }) => digest !== null || (rest === 'orphan' && choices.length === 0), {
    error: 'What was not looked at can’t be chosen for.',
    path: ['choices'],
  })

/** What an action would stop, as of now; moments are RFC 3339. */
export interface ImpactView {
  /** What `Decision.digest` has to say for exactly this to happen. */
  readonly digest: string
  /** Server keys first, then the busiest; at most 200. */
  readonly keys: readonly ImpactedKeyView[]
  /** How many keys stop altogether. */
  readonly total: number
  /**
   * Of those that are not listed: how many can be offered, how many of these work now, how many were used in the last 24 hours, and which of
   * `heirs` can take over each that can be; null for all.
   */
  readonly unlisted: {
    readonly offerable: number
    readonly active: number
    readonly inUse: number
    readonly heirs: readonly MembershipId[] | null
  }
  /** Apps that lose their owner. */
  readonly apps: readonly {
    readonly id: AppId
    readonly name: string
    readonly slug: string
    readonly service: Service
  }[]
  /** What the viewer may choose for a key. */
  readonly can: { readonly orphan: true; readonly handOver: boolean; readonly revoke: boolean }
  /** Who may be offered a key. */
  readonly heirs: readonly MemberView[]
  readonly now: string
}

export interface ImpactedKeyView {
  readonly id: ApiKeyId
  readonly name: string
  readonly hint: string
  readonly type: ApiKeyType
  /** A disabled key is no use to anybody now, and can't be enabled any more afterwards. */
  readonly status: 'active' | 'disabled'
  readonly app: {
    readonly id: AppId
    readonly name: string
    readonly slug: string
    readonly service: Service
    readonly environment: Environment
  }
  readonly owner: MemberView
  /** Which of the view's `heirs` can take it over; null for all of them. */
  readonly heirs: readonly MembershipId[] | null
  /** The last request that was accepted with it; null when there was none. */
  readonly lastUsed: { readonly at: string; readonly address: string; readonly agent: string } | null
  /** Accepted requests of the last 24 hours. */
  readonly requestsADay: number
  /** Who presented it in the last 24 hours, the last one first; at most 5. */
  readonly callers: readonly { readonly address: string; readonly agent: string; readonly lastSeenAt: string }[]
  /** Secrets that hold it, where the viewer may see them, and how many hold it beside those. */
  readonly secrets: readonly { readonly id: SecretId; readonly name: string }[]
  readonly otherSecrets: number
  /** When it would stop by itself; null for never. */
  readonly stopsAt: string | null
}
