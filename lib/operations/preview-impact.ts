import { type ImpactedKeyView, type ImpactView, PreviewImpactInput } from '@/lib/contract/impact'
import { isMemberActor } from '@/lib/core/actor'
import { statusOf, stopsAt } from '@/lib/core/api-key'
import { switchProvider } from '@/lib/core/app'
import { mayTakeOverKey } from '@/lib/core/hand-over'
import type { ApiKeyId } from '@/lib/core/identifiers'
import type { AppAction, Impact, ImpactTarget, MemberAction } from '@/lib/core/impact'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { type ApiKeyRow, readRows } from '@/lib/db/api-keys'
import { findApp, listNamesOfApps } from '@/lib/db/apps'
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
    const view: ImpactView = {
      digest,
      keys: await viewStopping(context, impact, heirs),
      total: impact.stops.length,
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

/** Those whose loss is noticed most come first. */
async function viewStopping(
  { tx, actor, now }: OperationContext<People>,
  { stops }: Impact,
  heirs: readonly NamedMembership[],
): Promise<readonly ImpactedKeyView[]> {
  const { organizationId } = actor
  const since = new Date(now.getTime() - DAY_MILLISECONDS)
  const keys = stops.map(({ key }) => key)
  const requests = await sumRequests(
    tx,
    organizationId,
    keys.map(({ id }) => id),
    since,
  )
  const requestsOf = (id: ApiKeyId) => requests.get(id) ?? 0
  const ids = keys
    .toSorted(
      (one, other) =>
        Number(other.type === 'server') - Number(one.type === 'server') ||
        requestsOf(other.id) - requestsOf(one.id) ||
        (one.id < other.id ? -1 : 1),
    )
    .slice(0, LIMITS.impactShown)
    .map(({ id }) => id)
  const callers = await listLastCallers(tx, organizationId, ids, since, LIMITS.impactCallers)
  return (await readRows(tx, organizationId, ids, now)).map((row) => ({
    ...keyView(row, heirs, actor, now),
    requestsADay: requestsOf(row.key.id),
    callers: callers
      .filter(({ apiKeyId }) => apiKeyId === row.key.id)
      .map(({ address, agent, lastSeenAt }) => ({ address, agent, lastSeenAt: lastSeenAt.toISOString() })),
  }))
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
