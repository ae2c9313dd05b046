import { isMemberActor } from '@/lib/core/actor'
import { statusOf } from '@/lib/core/api-key'
import type { LoggedChange } from '@/lib/core/changes'
import type { DomainEvent } from '@/lib/core/events'
import type { ListedKeys } from '@/lib/core/happenings'
import { type ConcernedKey, type Decision, type ImpactAction, settle } from '@/lib/core/impact'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { setRevoked } from '@/lib/db/concerned-keys'
import { listKeysAt } from '@/lib/db/listed-keys'
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
  /** One row, however many keys; none when no key is anything else than before. */
  readonly changes: readonly LoggedChange[]
  readonly furtherEvents: readonly DomainEvent[]
}

/** What can be chosen for a key that stops: who may deal with it once it is orphaned may revoke it at once. */
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
  const settled = settle(impact, digest, decision)
  if (!settled.ok) return settled
  const { revokes, handsOver, takes } = settled.value
  if (handsOver.length > 0) return fail('not_permitted')
  if (revokes.some((key) => !mayRevokeStopping(context, key))) return fail('not_permitted')
  const reason = REVOCATION_REASONS[action.kind]
  await setRevoked(tx, actor.organizationId, revokes, {
    at: now,
    byId: isMemberActor(actor) ? actor.membershipId : null,
    reason,
  })
  const taken = await take(takes)
  const revoked = revokes.map((key) => ({ ...key, revokedAt: now }))
  const gone = new Set(revokes.map(({ id }) => id))
  const stopped = impact.stops.flatMap(({ key, how }) => (gone.has(key.id) ? [] : [{ key, how }]))
  return ok({
    orphanedKeys: stopped.filter(({ how }) => how === 'orphaned').length,
    stopped: await listKeysAt(
      tx,
      actor.organizationId,
      stopped.map(({ key }) => key.position),
    ),
    revokedKeys: revoked.length,
    changes: taken.length + revoked.length > 0 ? [statusChange([...revoked, ...taken], now)] : [],
    furtherEvents: revokes.map((key) => ({
      type: 'api_key.revoked',
      appId: key.appId,
      apiKeyId: key.id,
      before: { status: statusOf(key, now) },
      after: { status: 'revoked' },
      reason,
    })),
  })
}
