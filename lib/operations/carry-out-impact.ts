import { isMemberActor } from '@/lib/core/actor'
import { statusOf } from '@/lib/core/api-key'
import type { ListedKeys } from '@/lib/core/happenings'
import type { ApiKeyId, MembershipId } from '@/lib/core/identifiers'
import { type ConcernedKey, type Decision, type ImpactAction, type Settled, settle } from '@/lib/core/impact'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { findApiKeys } from '@/lib/db/api-keys'
import type { Saving } from '@/lib/db/commit'
import { setRevoked } from '@/lib/db/concerned-keys'
import { lockKeyCounts } from '@/lib/db/key-counts'
import { listKeysAt } from '@/lib/db/listed-keys'
import { makeOffers, type OffersMade } from '@/lib/operations/offers-within'
import type { OperationContext, People } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'
import type { Weighed } from '@/lib/operations/weigh-impact'

/** Why a key was revoked that nobody revoked by itself; shown where a reason is. */
const REVOCATION_REASONS: Readonly<Record<ImpactAction['kind'], string>> = {
  remove_member: 'Chosen when its owner was removed',
  suspend_member: 'Chosen when its owner was suspended',
  change_role: 'Chosen when its owner lost the right to hold keys',
  delete_app: 'Chosen when its app was deleted',
  switch_provider_off: 'Chosen when the API-key provider of its app was switched off',
}

export interface CarriedOut {
  /** Live keys that are orphaned from now on. */
  readonly orphanedKeys: number
  readonly revokedKeys: number
  /** Those that stop without having been revoked, by name. */
  readonly stopped: ListedKeys
  readonly offeredKeys: number
  /** What those are told to whom keys are offered. */
  readonly happenings: OffersMade['happenings']
  /** What goes to `commit` with the member or the app. One change says what all of these keys are, however many there are. */
  readonly saving: Required<Pick<Saving, 'changes' | 'furtherEvents'>> & {
    readonly insert: Pick<OffersMade, 'offers'>
    readonly update: Pick<OffersMade, 'offers'> & { readonly apiKeys: OffersMade['keys'] }
  }
}

/** What can be chosen for keys that stop: who may deal with one once it is orphaned may revoke it at once. */
export const mayRevokeStopping = (
  { actor }: Pick<OperationContext<People>, 'actor'>,
  key: Pick<ConcernedKey, 'ownerId'>,
) => may(actor, 'api_key.revoke', { key, status: 'orphaned' })

/**
 * Does to the keys what was decided: within the transaction that suspends a member, deletes an app or switches its provider off, once apps and keys
 * are locked and weighed. `take` writes the departure or the deletion on those that it takes, and says what they are with it.
 */
export async function carryOut(
  context: OperationContext<People>,
  action: ImpactAction,
  { impact, digest }: Weighed,
  decision: Decision,
  take: (keys: readonly ConcernedKey[]) => Promise<readonly ConcernedKey[]>,
): Promise<Result<CarriedOut>> {
  const { tx, actor, now } = context
  const settled = settle(impact, digest, decision, now)
  if (!settled.ok) return settled
  const { revokes, handsOver } = settled.value
  if (revokes.some((key) => !mayRevokeStopping(context, key))) return fail('not_permitted')
  const offered = await offer(context, action, handsOver)
  if (!offered.ok) return offered
  const { offers, lapsed, keys: goOn, events, changes: endings, happenings } = offered.value
  const goesOn = new Set(goOn.map(({ id }) => id))
  const takes = settled.value.takes.filter(({ id }) => !goesOn.has(id))
  const reason = REVOCATION_REASONS[action.kind]
  // Each statement counts its keys by app. Two of them would take the counts in an order of their own.
  const counted = [...revokes, ...takes].map(({ appId }) => appId)
  if (revokes.length > 0 && takes.length > 0) await lockKeyCounts(tx, actor.organizationId, counted)
  await setRevoked(tx, actor.organizationId, revokes, {
    at: now,
    byId: isMemberActor(actor) ? actor.membershipId : null,
    reason,
  })
  const taken = await take(takes)
  const revoked = revokes.map((key) => ({ ...key, revokedAt: now }))
  const elsewhere = new Set([...goesOn, ...revokes.map(({ id }) => id)])
  const stopped = impact.stops.filter(({ key }) => !elsewhere.has(key.id))
  return ok({
    orphanedKeys: stopped.filter(({ how }) => how === 'orphaned').length,
    stopped: await listKeysAt(
      tx,
      actor.organizationId,
      stopped.map(({ key }) => key.position),
    ),
    revokedKeys: revoked.length,
    offeredKeys: offers.length,
    happenings,
    saving: {
      insert: { offers },
      update: { offers: lapsed, apiKeys: goOn },
      changes: [...(taken.length + revoked.length > 0 ? [statusChange([...revoked, ...taken], now)] : []), ...endings],
      furtherEvents: [
        ...events,
        ...revokes.map((key) => ({
          type: 'api_key.revoked' as const,
          appId: key.appId,
          apiKeyId: key.id,
          before: { status: statusOf(key, now) },
          after: { status: 'revoked' },
          reason,
        })),
      ],
    },
  })
}

/** Offers are made for what a leaver leaves. An app that is deleted leaves nothing that could be taken over, nor does one that is switched off. */
async function offer(
  context: OperationContext<People>,
  action: ImpactAction,
  handsOver: Settled['handsOver'],
): Promise<Result<OffersMade>> {
  if (handsOver.length === 0) return ok(NO_OFFERS)
  if ('appId' in action) return fail('not_permitted')
  const ids = handsOver.map(({ key }) => key.id)
  const keys = new Map((await findApiKeys(context.tx, context.actor.organizationId, ids)).map((key) => [key.id, key]))
  const items = handsOver.flatMap(({ key: { id }, toMembershipId, countdownHours }) => {
    const key = keys.get(id)
    return key ? [{ key, toMembershipId, countdownHours }] : []
  })
  return makeOffers(context, items, action.membershipId)
}

const NO_OFFERS: OffersMade = { offers: [], lapsed: [], keys: [], events: [], changes: [], happenings: [] }

/** The keys that a decision hands over: their apps are locked before any key is. */
export const handedOverIn = ({ choices, rest }: Decision): readonly ApiKeyId[] | 'all' =>
  typeof rest === 'string'
    ? choices.flatMap(({ choice, apiKeyId }) => (choice === 'hand_over' ? [apiKeyId] : []))
    : 'all'

/** Everyone whom a decision hands keys to: they must not lose the right to them meanwhile. */
export function heirsIn(decision: Decision | undefined): readonly MembershipId[] {
  if (!decision) return []
  const { choices, rest } = decision
  const heirs = choices.flatMap((choice) => (choice.choice === 'hand_over' ? [choice.toMembershipId] : []))
  return typeof rest === 'string' ? heirs : [...new Set([...heirs, rest.toMembershipId])]
}
