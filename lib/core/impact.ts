import { type ApiKeyType, isLive, type KeyFacts, statusOf, stopsAt } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { ApiKeyId, AppId, MembershipId, SecretId } from '@/lib/core/identifiers'
import { answersForKeys, type Membership } from '@/lib/core/membership'
import { fail, ok, type Result } from '@/lib/core/result'
import type { Role } from '@/lib/core/roles'

/** What can stop keys that work, and is shown before it is done. */
export type MemberAction =
  | { readonly kind: 'remove_member' | 'suspend_member'; readonly membershipId: MembershipId }
  | { readonly kind: 'change_role'; readonly membershipId: MembershipId; readonly role: Role }
export type AppAction = { readonly kind: 'delete_app' | 'switch_provider_off'; readonly appId: AppId }
export type ImpactAction = MemberAction | AppAction

/** As much of a key as decides what becomes of it. */
export interface ConcernedKey extends KeyFacts {
  readonly id: ApiKeyId
  readonly appId: AppId
  readonly ownerId: MembershipId
  readonly type: ApiKeyType
  readonly position: number
  /** Another took its place: nobody can be offered it. */
  readonly replaced: boolean
  /** Secrets whose version in force holds it, in the order of their ids. */
  readonly secretIds: readonly SecretId[]
}

/** What an action is done to. */
export type ImpactTarget =
  | { readonly kind: 'member'; readonly member: Pick<Membership, 'id' | 'role' | 'state'> }
  | { readonly kind: 'app'; readonly app: Pick<App, 'id' | 'providerEnabled' | 'deletedAt'> }

export interface ImpactFacts {
  readonly target: ImpactTarget
  /** Every key that the member answers for, or that the app has; those that are revoked may be left out. In the order of their ids. */
  readonly keys: readonly ConcernedKey[]
  /** The apps that the member owns, in the order of their ids; none when the target is an app. */
  readonly ownedApps: readonly AppId[]
  readonly now: Date
}

export interface StoppingKey {
  readonly key: ConcernedKey
  readonly how: 'orphaned' | 'provider_off'
}

export interface Impact {
  /** Live keys, active or disabled, that can't be used from then on. These are shown, and may be chosen for. */
  readonly stops: readonly StoppingKey[]
  /** Every key that the departure or the deletion is written on, expired ones too. */
  readonly takes: readonly ConcernedKey[]
  /** Apps that lose their owner. */
  readonly disowns: readonly AppId[]
}

const NONE: Impact = { stops: [], takes: [], disowns: [] }

/**
 * What an action does to keys: asked before it is done, to show it, and while it is done, to do it. So what was shown is what happens.
 * A key that is orphaned already for the same reason is left as it is; one that is orphaned for the other gets the second fact as well.
 */
export function impactOf(action: ImpactAction, { target, keys, ownedApps, now }: ImpactFacts): Impact {
  const left = keys.filter((key) => statusOf(key, now) !== 'revoked')
  const stopping = (some: readonly ConcernedKey[], how: StoppingKey['how']) =>
    some.filter((key) => isLive(key, now)).map((key) => ({ key, how }))
  if ('appId' in action) {
    if (action.kind === 'switch_provider_off') return { ...NONE, stops: stopping(left, 'provider_off') }
    const takes = left.filter((key) => !key.appDeletedAt)
    return { ...NONE, stops: stopping(takes, 'orphaned'), takes }
  }
  if (target.kind !== 'member' || answersForKeys(memberAfter(action, target.member))) return NONE
  const takes = left.filter((key) => !key.departureId)
  return { stops: stopping(takes, 'orphaned'), takes, disowns: ownedApps }
}

/** What an action makes of a member. */
export function memberAfter(
  action: MemberAction,
  { role, state }: Pick<Membership, 'role' | 'state'>,
): Pick<Membership, 'role' | 'state'> {
  switch (action.kind) {
    case 'remove_member':
      return { role, state: 'removed' }
    case 'suspend_member':
      return { role, state: 'suspended' }
    case 'change_role':
      return { role: action.role, state }
  }
}

/**
 * The facts that someone agrees to, as text: which keys stop and until when they would have gone on, what they are, who answers for them, which
 * secrets hold them, and the state of what is acted on. How much they are used is not in it, since that changes all the time. Two texts
 * are equal exactly when these facts are.
 */
export function factsOf(action: ImpactAction, { target, now }: ImpactFacts, { stops, disowns }: Impact): string {
  const about =
    target.kind === 'member'
      ? [target.member.id, target.member.role, target.member.state]
      : [target.app.id, target.app.providerEnabled, target.app.deletedAt]
  const role = action.kind === 'change_role' ? action.role : null
  return [
    [action.kind, role, ...about],
    disowns,
    ...stops.map(({ key, how }) => [
      key.id,
      how,
      key.type,
      statusOf(key, now),
      stopsAt(key),
      key.appId,
      key.ownerId,
      key.secretIds,
    ]),
  ]
    .map((line) => JSON.stringify(line))
    .join('\n')
}

/** To whom keys are offered, and for how long the old ones still work, in hours; 0 for not at all. */
export interface HandOver {
  readonly toMembershipId: MembershipId
  readonly countdownHours: number
}

export type KeyChoice =
  | { readonly apiKeyId: ApiKeyId; readonly choice: 'orphan' | 'revoke' }
  | ({ readonly apiKeyId: ApiKeyId; readonly choice: 'hand_over' } & HandOver)

/** What someone who saw an impact decided for each of its keys. */
export interface Decision {
  /**
   * Of what was shown: when the facts are others by now, nothing is done. Null for whoever decides without having looked: then everything that is
   * found goes the way of the action itself, and nothing can be chosen.
   */
  readonly digest: string | null
  /**
   * For keys without a choice of their own, those among them that are too many to be listed. `orphan` is what the action does by itself; of a
   * provider that is switched off: nothing more.
   */
  readonly rest: 'orphan' | 'revoke' | HandOver
  readonly choices: readonly KeyChoice[]
}

/** Decides for what nobody has seen. */
export const UNSEEN: Decision = { digest: null, rest: 'orphan', choices: [] }

export interface Settled {
  readonly revokes: readonly ConcernedKey[]
  readonly handsOver: readonly ({ readonly key: ConcernedKey } & HandOver)[]
  /** What the departure or the deletion is written on: everything that it takes, without what is revoked instead. */
  readonly takes: readonly ConcernedKey[]
}

/**
 * Brings a decision and the impact as it is now together. What is chosen for a key that does not stop was chosen for other facts. When all are
 * handed over, a key that is disabled is offered without a countdown, since it works for nobody, and one that another took the place of is left.
 */
export function settle(
  { stops, takes }: Impact,
  digest: string,
  { rest, ...decision }: Decision,
  now: Date,
): Result<Settled> {
  if (decision.digest !== null && decision.digest !== digest) return fail('impact_changed')
  const choices = new Map(decision.choices.map((choice) => [choice.apiKeyId, choice]))
  const stopping = new Set(stops.map(({ key }) => key.id))
  if ([...choices.keys()].some((id) => !stopping.has(id))) return fail('impact_changed')
  const revokes = stops.flatMap(({ key }) => ((choices.get(key.id)?.choice ?? rest) === 'revoke' ? [key] : []))
  const revoked = new Set(revokes.map(({ id }) => id))
  return ok({
    revokes,
    handsOver: stops.flatMap(({ key }) => {
      const choice = choices.get(key.id)
      if (choice?.choice === 'hand_over')
        return [{ key, toMembershipId: choice.toMembershipId, countdownHours: choice.countdownHours }]
      if (choice || typeof rest === 'string' || key.replaced) return []
      const goesOn = statusOf(key, now) === 'active'
      return [{ key, toMembershipId: rest.toMembershipId, countdownHours: goesOn ? rest.countdownHours : 0 }]
    }),
    takes: takes.filter(({ id }) => !revoked.has(id)),
  })
}
