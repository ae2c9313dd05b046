import type { EventView } from '@/lib/contract/audit-log'
import type { Actor } from '@/lib/core/actor'
import type { DomainEvent, Origin } from '@/lib/core/events'
import type { MembershipId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { type EventRow, namesOfSubjects } from '@/lib/db/events'
import { listRestricting } from '@/lib/db/feed'
import { namesOfMembers } from '@/lib/db/names-of-members'
import type { Tx } from '@/lib/db/tx'
import type { People } from '@/lib/operations/operation'

const ACTOR_WORDS = { operator: 'Operator', gateway: 'Gateway', portal: 'The portal' } as const

interface EventBody extends DomainEvent {
  readonly at: string
  readonly by: { readonly kind: Actor['kind']; readonly id?: string }
  readonly origin: Origin
  readonly seq?: number
}

/** Events in words. Addresses are for those who may read the audit log. */
export async function describeEvents(tx: Tx, viewer: People, rows: readonly EventRow[]): Promise<EventView[]> {
  const bodies = rows.map((row) => ({ number: row.number, body: JSON.parse(row.body) as EventBody }))
  const members = bodies.flatMap(({ body }) => [
    ...(body.by.kind === 'member' && body.by.id ? [body.by.id as MembershipId] : []),
    ...(body.membershipId ? [body.membershipId] : []),
  ])
  const names = await namesOfMembers(tx, viewer.organizationId, members)
  const subjects = await namesOfSubjects(
    tx,
    viewer.organizationId,
    bodies.map(({ body }) => body),
  )
  const restricting = await listRestricting(
    tx,
    viewer.organizationId,
    bodies.flatMap(({ body }) => body.seq ?? []),
  )
  const seesAddresses = may(viewer, 'audit_log.view', {})
  return bodies.map(({ number, body }) => ({
    number,
    type: body.type,
    at: body.at,
    actor:
      body.by.kind === 'member'
        ? (names.get(body.by.id as MembershipId) ?? 'A former member')
        : ACTOR_WORDS[body.by.kind],
    subject:
      [
        body.apiKeyId && subjects.get(body.apiKeyId),
        body.secretId && subjects.get(body.secretId),
        body.gatewayId && subjects.get(body.gatewayId),
        body.webhookEndpointId && subjects.get(body.webhookEndpointId),
        body.appId && subjects.get(body.appId),
      ]
        .filter(Boolean)
        .join(' of ') ||
      invitedAddress(body) ||
      (body.membershipId ? (names.get(body.membershipId) ?? '') : ''),
    address: seesAddresses ? body.origin.address : null,
    reason: body.reason ?? null,
    seq: body.seq !== undefined && restricting.has(body.seq) ? body.seq : null,
  }))
}

/** Whoever is invited may have no name yet. */
const invitedAddress = ({ invitationId, before, after }: EventBody): string =>
  invitationId ? String(after?.email ?? before?.email ?? '') : ''
