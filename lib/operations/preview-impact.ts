import { type ImpactedKeyView, type ImpactView, PreviewImpactInput } from '@/lib/contract/impact'
import { isMemberActor } from '@/lib/core/actor'
import { statusOf, stopsAt } from '@/lib/core/api-key'
import { switchProvider } from '@/lib/core/app'
import { mayTakeOverKey } from '@/lib/core/hand-over'
import type { AppAction, ConcernedKey, Impact, ImpactTarget, MemberAction } from '@/lib/core/impact'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { type ApiKeyRow, readRows } from '@/lib/db/api-keys'
import { findApp, listNamesOfApps, listOwnersOfApps } from '@/lib/db/apps'
import { listLastCallers } from '@/lib/db/key-lineage'
import { findMembership, listKeyHolders, type NamedMembership } from '@/lib/db/memberships'
import { sumRequests } from '@/lib/db/usage'
import { mayRevokeStopping } from '@/lib/operations/carry-out-impact'
import { refuseLosingOwner } from '@/lib/operations/depart-member'
import { type OperationContext, type People, read } from '@/lib/operations/operation'
import { memberView } from '@/lib/operations/views'
import { weighImpact } from '@/lib/operations/weigh-impact'

const DAY_MILLISECONDS = 86_400_000

/** What an action would stop if it were done now, told to whoever may do it: it is shown before it is confirmed, and its digest comes with the confirmation. */
export const previewImpact = read({
  input: PreviewImpactInput,
  async run(context, { action }) {
    const { tx, actor, now } = context
    const { organizationId } = actor
    const found =
      'membershipId' in action ? await findTargetMember(context, action) : await findTargetApp(context, action)
    if (!found.ok) return found
    const target = found.value
    const { impact, digest } = await weighImpact(tx, organizationId, action, target, now, { lock: false })
    const holders = await listKeyHolders(tx, organizationId)
    const heirs = holders.filter(({ id }) => target.kind === 'app' || id !== target.member.id)
    const { shown, rest } = await byImportance(context, impact)
    const view: ImpactView = {
      digest,
      keys: await viewStopping(context, shown, heirs),
      total: impact.stops.length,
      unlisted: await viewUnlisted(context, rest, heirs),
      apps: await listNamesOfApps(tx, organizationId, impact.disowns),
      can: {
        orphan: true,
        handOver:
          target.kind === 'member' &&
          impact.stops.every(({ key }) => may(actor, 'api_key.hand_over', { key, status: 'orphaned' })),
        revoke: impact.stops.every(({ key }) => mayRevokeStopping(context, key)),
      },
      heirs: heirs.map(memberView),
      now: now.toISOString(),
    }
    return ok(view)
  },
})

async function findTargetMember(
  { tx, actor }: OperationContext<People>,
  action: MemberAction,
): Promise<Result<ImpactTarget>> {
  const member = await findMembership(tx, actor.organizationId, action.membershipId)
  if (!member || member.state === 'removed') return fail('member_not_found')
  if (action.kind === 'change_role') {
    if (!may(actor, 'member.change_role', { target: member, role: action.role }))
      return fail(isMemberActor(actor) && actor.membershipId === member.id ? 'own_role' : 'not_permitted')
    if (member.role === action.role) return fail('role_unchanged', { field: 'role' })
  } else {
    if (!may(actor, 'member.govern', { target: member })) return fail('not_permitted')
    if (action.kind === 'suspend_member' && member.state !== 'active')
      return fail('member_not_active', { params: { state: member.state } })
  }
  return (await refuseLosingOwner(tx, action, member, { lock: false })) ?? ok({ kind: 'member', member })
}

async function findTargetApp(
  { tx, actor, now }: OperationContext<People>,
  action: AppAction,
): Promise<Result<ImpactTarget>> {
  const app = await findApp(tx, actor.organizationId, action.appId)
  if (!app) return fail('app_not_found')
  if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
  if (app.deletedAt) return fail('app_deleted')
  const off = action.kind === 'switch_provider_off' ? switchProvider(app, false, now) : ok(null)
  return off.ok ? ok({ kind: 'app', app }) : off
}

interface Busy {
  readonly key: ConcernedKey
  /** Accepted requests of the last 24 hours. */
  readonly requestsADay: number
}

/** Those whose loss is noticed most come first; those that are too many to be shown are the rest. */
async function byImportance(
  { tx, actor, now }: OperationContext<People>,
  { stops }: Impact,
): Promise<{ readonly shown: readonly Busy[]; readonly rest: readonly Busy[] }> {
  const ids = stops.map(({ key }) => key.id)
  const requests = await sumRequests(tx, actor.organizationId, ids, aDayBefore(now))
  const keys = stops
    .map(({ key }) => ({ key, requestsADay: requests.get(key.id) ?? 0 }))
    .toSorted(
      (one, other) =>
        Number(other.key.type === 'server') - Number(one.key.type === 'server') ||
        other.requestsADay - one.requestsADay ||
        (one.key.id < other.key.id ? -1 : 1),
    )
  return { shown: keys.slice(0, LIMITS.impactShown), rest: keys.slice(LIMITS.impactShown) }
}

const aDayBefore = (now: Date) => new Date(now.getTime() - DAY_MILLISECONDS)

async function viewStopping(
  { tx, actor, now }: OperationContext<People>,
  shown: readonly Busy[],
  heirs: readonly NamedMembership[],
): Promise<readonly ImpactedKeyView[]> {
  const { organizationId } = actor
  const ids = shown.map(({ key }) => key.id)
  const requests = new Map(shown.map(({ key, requestsADay }) => [key.id, requestsADay]))
  const callers = await listLastCallers(tx, organizationId, ids, aDayBefore(now), LIMITS.impactCallers)
  return (await readRows(tx, organizationId, ids, now)).map((row) => ({
    ...keyView(row, heirs, actor, now),
    requestsADay: requests.get(row.key.id) ?? 0,
    callers: callers
      .filter(({ apiKeyId }) => apiKeyId === row.key.id)
      .map(({ address, agent, lastSeenAt }) => ({ address, agent, lastSeenAt: lastSeenAt.toISOString() })),
  }))
}

/** As much of those that are not shown as choosing for all of them needs. */
async function viewUnlisted(
  { tx, actor, now }: OperationContext<People>,
  rest: readonly Busy[],
  heirs: readonly NamedMembership[],
): Promise<ImpactView['unlisted']> {
  const offerable = rest.filter(({ key }) => !key.replaced)
  const works = ({ key }: Busy) => statusOf(key, now) === 'active'
  const kinds = new Map(offerable.map(({ key: { appId, type } }) => [`${appId} ${type}`, { appId, type }]))
  const owners = await listOwnersOfApps(tx, actor.organizationId, [...new Set(offerable.map(({ key }) => key.appId))])
  const able = heirs.filter((heir) =>
    [...kinds.values()].every(({ appId, type }) => mayTakeOverKey(heir, { ownerId: owners.get(appId) ?? null }, type)),
  )
  return {
    offerable: offerable.length,
    active: offerable.filter(works).length,
    inUse: rest.filter((busy) => works(busy) && busy.requestsADay > 0).length,
    heirs: able.length === heirs.length ? null : able.map(({ id }) => id),
  }
}

function keyView(
  { key, app, owner, use, secrets }: ApiKeyRow,
  heirs: readonly NamedMembership[],
  viewer: People,
  now: Date,
): Omit<ImpactedKeyView, 'requestsADay' | 'callers'> {
  // What another key took the place of is nobody's to take over.
  const able = heirs.filter((heir) => !key.successorId && mayTakeOverKey(heir, app, key.type))
  const seen = secrets.filter((secret) => may(viewer, 'secret.reveal', { secret }))
  return {
    id: key.id,
    name: key.name,
    hint: key.hint,
    type: key.type,
    status: statusOf(key, now) === 'disabled' ? 'disabled' : 'active',
    app: { id: app.id, name: app.name, slug: app.slug, service: app.service, environment: app.environment },
    owner: memberView(owner),
    heirs: able.length === heirs.length && !key.successorId ? null : able.map(({ id }) => id),
    lastUsed: use?.lastUsedAt
      ? {
          at: use.lastUsedAt.toISOString(),
          address: use.lastUsedAddress ?? '',
          agent: use.lastUsedAgent ?? '',
        }
      : null,
    secrets: seen.map(({ id, name }) => ({ id, name })),
    otherSecrets: secrets.length - seen.length,
    stopsAt: stopsAt(key)?.toISOString() ?? null,
  }
}
