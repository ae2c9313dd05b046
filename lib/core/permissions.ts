import type { Actor, MemberActor } from '@/lib/core/actor'
import type { ApiKey, ApiKeyType, KeyStatus } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { MembershipId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'

type OwnedApp = Pick<App, 'ownerId'>
type OwnedKey = Pick<ApiKey, 'ownerId'>
interface Shares {
  readonly ownerId: MembershipId | null
  /** Members with whom the secret is shared to read, and to manage. */
  readonly readers: readonly MembershipId[]
  readonly managers: readonly MembershipId[]
}
interface TargetMember {
  readonly id: MembershipId
  readonly role: Role
}
type Nothing = Readonly<Record<string, never>>

/** What each action is done on. An action without a row in POLICY, or with the wrong resource, does not compile. */
export interface Resources {
  'organization.view': Nothing
  'organization.manage': Nothing
  'app.create': Nothing
  'app.manage': { readonly app: OwnedApp }
  'app.assign_owner': Nothing
  'api_key.create': { readonly app: OwnedApp; readonly type: ApiKeyType }
  'api_key.manage': { readonly key: OwnedKey; readonly status: KeyStatus }
  'api_key.revoke': { readonly key: OwnedKey; readonly status: KeyStatus }
  'api_key.inventory': Nothing
  'api_key.hand_over': { readonly status: KeyStatus; readonly key: OwnedKey }
  'secret.list': Nothing
  'secret.create': Nothing
  'secret.reveal': { readonly secret: Shares }
  'secret.manage': { readonly secret: Shares }
  'member.list': Nothing
  'member.invite': { readonly role: Role }
  'member.govern': { readonly target: TargetMember }
  'member.change_role': { readonly target: TargetMember; readonly role: Role }
  'audit_log.view': Nothing
  'gateway.manage': Nothing
  'webhook.manage': Nothing
  'leak_report.view': Nothing
  'management_key.manage_all': Nothing
}
export type Action = keyof Resources

const governs = (actor: MemberActor) => actor.role === 'owner' || actor.role === 'aura_owner'
const builds = (actor: MemberActor) => governs(actor) || actor.role === 'developer'
const owns = (actor: MemberActor, thing: { readonly ownerId: MembershipId | null }) =>
  thing.ownerId === actor.membershipId

/** What a User Administrator may give or touch: nothing above Developer, and no Owner. */
const belowAdministrator = (role: Role) => role === 'developer' || role === 'reader'
const administers = (actor: MemberActor, role: Role) =>
  actor.role === 'owner' || (actor.role === 'user_administrator' && belowAdministrator(role))
const isSelf = (actor: MemberActor, target: TargetMember) => target.id === actor.membershipId

/**
 * The one table of rights (PRODUCT "Roles"). Operations ask it under the actor's lock; pages ask the same to decide what to show.
 * It knows members only: an operator acts through the commands made for that, a gateway through the feed,
 * and what the portal does by itself is decided by the clock.
 */
const POLICY: { readonly [A in Action]: (actor: MemberActor, on: Resources[A]) => boolean } = {
  'organization.view': () => true,
  'organization.manage': (actor) => actor.role === 'owner',
  'app.create': (actor) => builds(actor),
  'app.manage': (actor, { app }) => governs(actor) || (builds(actor) && owns(actor, app)),
  'app.assign_owner': (actor) => governs(actor),
  'api_key.create': (actor, { app, type }) =>
    governs(actor) || (builds(actor) && (type === 'user' || owns(actor, app))),
  // Whoever lost the right to hold keys has none to manage: their keys are orphaned.
  'api_key.manage': (actor, { key, status }) =>
    status !== 'orphaned' && (governs(actor) || (builds(actor) && owns(actor, key))),
  'api_key.revoke': (actor, { key, status }) =>
    governs(actor) || (status !== 'orphaned' && builds(actor) && owns(actor, key)),
  // Every key of every app at once: for whoever answers for the organization.
  'api_key.inventory': (actor) => governs(actor),
  'api_key.hand_over': (actor) => governs(actor),
  'secret.list': (actor) => actor.role !== 'user_administrator',
  'secret.create': (actor) => builds(actor),
  'secret.reveal': (actor, { secret }) =>
    governs(actor) ||
    (builds(actor) && owns(actor, secret)) ||
    (actor.role !== 'user_administrator' && [...secret.readers, ...secret.managers].includes(actor.membershipId)),
  'secret.manage': (actor, { secret }) =>
    governs(actor) || (builds(actor) && (owns(actor, secret) || secret.managers.includes(actor.membershipId))),
  'member.list': () => true,
  'member.invite': (actor, { role }) => administers(actor, role),
  'member.govern': (actor, { target }) => !isSelf(actor, target) && administers(actor, target.role),
  // Nobody changes their own role, whatever it is.
  'member.change_role': (actor, { target, role }) =>
    !isSelf(actor, target) && administers(actor, target.role) && administers(actor, role),
  'audit_log.view': (actor) => governs(actor) || actor.role === 'user_administrator',
  'gateway.manage': (actor) => governs(actor),
  'webhook.manage': (actor) => governs(actor),
  'leak_report.view': (actor) => governs(actor),
  'management_key.manage_all': (actor) => actor.role === 'owner',
}

/** Asked once for every change, in the operation; `actor` carries the live role. Operators are let through: they hold the machine. */
export function may<A extends Action>(actor: Actor, action: A, on: Resources[A]): boolean {
  if (actor.kind === 'operator') return true
  if (actor.kind === 'gateway' || actor.kind === 'portal') return false
  return POLICY[action](actor, on)
}
