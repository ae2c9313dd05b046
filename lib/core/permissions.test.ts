import { describe, expect, it } from 'vitest'
import type { MemberActor } from '@/lib/core/actor'
import { type ApiKeyType, KEY_STATUSES, type KeyStatus } from '@/lib/core/api-key'
import type { MembershipId } from '@/lib/core/identifiers'
import { type Action, may, type Resources } from '@/lib/core/permissions'
import { mayHoldKeys, ROLES, type Role } from '@/lib/core/roles'

const SELF: MembershipId = 'mem_self'
const OTHER: MembershipId = 'mem_other'
const actorOf = (role: Role): MemberActor => ({
  kind: 'member',
  organizationId: 'org_1',
  membershipId: SELF,
  userId: 'usr_1',
  role,
})

/** PRODUCT "Roles", cell by cell: `any` whatever it is done on, `own` only what one owns, `no` never. Owner, Aura Owner, User Administrator, Developer, Reader. */
type Right = 'any' | 'own' | 'no'
type Row = readonly [owner: Right, auraOwner: Right, userAdministrator: Right, developer: Right, reader: Right]

const ON_NOTHING = {
  'organization.view': ['any', 'any', 'any', 'any', 'any'],
  'organization.manage': ['any', 'no', 'no', 'no', 'no'],
  'app.create': ['any', 'any', 'no', 'any', 'no'],
  'app.assign_owner': ['any', 'any', 'no', 'no', 'no'],
  'api_key.inventory': ['any', 'any', 'no', 'no', 'no'],
  'secret.list': ['any', 'any', 'no', 'any', 'any'],
  'secret.create': ['any', 'any', 'no', 'any', 'no'],
  'member.list': ['any', 'any', 'any', 'any', 'any'],
  'audit_log.view': ['any', 'any', 'any', 'no', 'no'],
  'gateway.manage': ['any', 'any', 'no', 'no', 'no'],
  'webhook.manage': ['any', 'any', 'no', 'no', 'no'],
  'leak_report.view': ['any', 'any', 'no', 'no', 'no'],
  'management_key.manage_all': ['any', 'no', 'no', 'no', 'no'],
} as const satisfies Partial<Record<Action, Row>>

const APP_MANAGE: Row = ['any', 'any', 'no', 'own', 'no']
const KEY_CREATE: Readonly<Record<ApiKeyType, Row>> = {
  user: ['any', 'any', 'no', 'any', 'no'],
  server: ['any', 'any', 'no', 'own', 'no'],
}
const KEY_MANAGE: Readonly<Record<KeyStatus, Row>> = {
  active: ['any', 'any', 'no', 'own', 'no'],
  disabled: ['any', 'any', 'no', 'own', 'no'],
  expired: ['any', 'any', 'no', 'own', 'no'],
  revoked: ['any', 'any', 'no', 'own', 'no'],
  // An orphaned key can be revoked or handed over, and nothing else.
  orphaned: ['no', 'no', 'no', 'no', 'no'],
}
const KEY_REVOKE: Readonly<Record<KeyStatus, Row>> = {
  active: ['any', 'any', 'no', 'own', 'no'],
  disabled: ['any', 'any', 'no', 'own', 'no'],
  expired: ['any', 'any', 'no', 'own', 'no'],
  revoked: ['any', 'any', 'no', 'own', 'no'],
  orphaned: ['any', 'any', 'no', 'no', 'no'],
}
const KEY_HAND_OVER: Row = ['any', 'any', 'no', 'no', 'no']

/** What one is to a secret, and which roles may then reveal or manage it: "any · any · no · own or shared · shared, read". */
const SECRETS: Readonly<
  Record<
    'owns' | 'reads' | 'manages' | 'stranger',
    { readonly reveal: readonly Role[]; readonly manage: readonly Role[] }
  >
> = {
  owns: { reveal: ['owner', 'aura_owner', 'developer'], manage: ['owner', 'aura_owner', 'developer'] },
  reads: { reveal: ['owner', 'aura_owner', 'developer', 'reader'], manage: ['owner', 'aura_owner'] },
  manages: { reveal: ['owner', 'aura_owner', 'developer', 'reader'], manage: ['owner', 'aura_owner', 'developer'] },
  stranger: { reveal: ['owner', 'aura_owner'], manage: ['owner', 'aura_owner'] },
}

/** Whom each role may invite, suspend, remove or reactivate, and between which roles it may move others. */
const GOVERNS: Readonly<Record<Role, readonly Role[]>> = {
  owner: ['owner', 'aura_owner', 'user_administrator', 'developer', 'reader'],
  aura_owner: [],
  user_administrator: ['developer', 'reader'],
  developer: [],
  reader: [],
}

const COLUMNS: readonly Role[] = ['owner', 'aura_owner', 'user_administrator', 'developer', 'reader']
const cells = (row: Row) => COLUMNS.map((role, column) => [role, row[column] as Right] as const)
const OWNERS = { own: SELF, other: OTHER, nobody: null } as const

function expectRow<A extends Action>(action: A, row: Row, onOwnedBy: (ownerId: MembershipId | null) => Resources[A]) {
  for (const [role, right] of cells(row)) {
    for (const [whose, ownerId] of Object.entries(OWNERS)) {
      const expected = right === 'any' || (right === 'own' && whose === 'own')
      expect(may(actorOf(role), action, onOwnedBy(ownerId)), `${role}, ${action}, ${whose}`).toBe(expected)
    }
  }
}

describe('the table of rights', () => {
  it('has the roles of the product', () => {
    expect(COLUMNS).toEqual(ROLES)
  })

  it.each(Object.entries(ON_NOTHING) as [keyof typeof ON_NOTHING, Row][])('%s', (action, row) => {
    expectRow(action, row, () => ({}))
  })

  it('app.manage', () => {
    expectRow('app.manage', APP_MANAGE, (ownerId) => ({ app: { ownerId } }))
  })

  it.each(Object.entries(KEY_CREATE) as [ApiKeyType, Row][])('api_key.create, %s', (type, row) => {
    expectRow('api_key.create', row, (ownerId) => ({ app: { ownerId }, type }))
  })

  // A key always has an owner; `nobody` stands for a member that is not the actor.
  const keyOf = (ownerId: MembershipId | null) => ({ ownerId: ownerId ?? OTHER })
  it.each(KEY_STATUSES)('api_key.manage, api_key.revoke and api_key.hand_over of a key that is %s', (status) => {
    expectRow('api_key.manage', KEY_MANAGE[status], (ownerId) => ({ key: keyOf(ownerId), status }))
    expectRow('api_key.revoke', KEY_REVOKE[status], (ownerId) => ({ key: keyOf(ownerId), status }))
    expectRow('api_key.hand_over', KEY_HAND_OVER, (ownerId) => ({ key: keyOf(ownerId), status }))
  })

  it.each(Object.entries(SECRETS))('secret.reveal and secret.manage by whom %s', (relation, { reveal, manage }) => {
    const secret = {
      ownerId: relation === 'owns' ? SELF : OTHER,
      readers: relation === 'reads' ? [OTHER, SELF] : [OTHER],
      managers: relation === 'manages' ? [OTHER, SELF] : [OTHER],
    }
    for (const role of COLUMNS) {
      expect(may(actorOf(role), 'secret.reveal', { secret }), `${role} reveals`).toBe(reveal.includes(role))
      expect(may(actorOf(role), 'secret.manage', { secret }), `${role} manages`).toBe(manage.includes(role))
    }
  })

  it.each(COLUMNS)('member.invite, member.govern and member.change_role by %s', (role) => {
    const actor = actorOf(role)
    for (const target of COLUMNS) {
      const governs = GOVERNS[role].includes(target)
      expect(may(actor, 'member.invite', { role: target }), `invite ${target}`).toBe(governs)
      expect(may(actor, 'member.govern', { target: { id: OTHER, role: target } }), `govern ${target}`).toBe(governs)
      for (const wanted of COLUMNS) {
        const moves = governs && GOVERNS[role].includes(wanted)
        expect(
          may(actor, 'member.change_role', { target: { id: OTHER, role: target }, role: wanted }),
          `${target} to ${wanted}`,
        ).toBe(moves)
      }
    }
  })

  it('lets nobody change their own role, nor suspend or remove themselves', () => {
    for (const role of COLUMNS) {
      expect(may(actorOf(role), 'member.govern', { target: { id: SELF, role } })).toBe(false)
      for (const wanted of COLUMNS)
        expect(may(actorOf(role), 'member.change_role', { target: { id: SELF, role }, role: wanted })).toBe(false)
    }
  })

  it('is written out here for every action that there is', () => {
    const written = [
      ...Object.keys(ON_NOTHING),
      ...['app.manage', 'api_key.create', 'api_key.manage', 'api_key.revoke', 'api_key.hand_over'],
      ...['secret.reveal', 'secret.manage', 'member.invite', 'member.govern', 'member.change_role'],
    ]
    const complete: Record<Action, true> = {
      'organization.view': true,
      'organization.manage': true,
      'app.create': true,
      'app.manage': true,
      'app.assign_owner': true,
      'api_key.create': true,
      'api_key.manage': true,
      'api_key.revoke': true,
      'api_key.hand_over': true,
      'api_key.inventory': true,
      'secret.list': true,
      'secret.create': true,
      'secret.reveal': true,
      'secret.manage': true,
      'member.list': true,
      'member.invite': true,
      'member.govern': true,
      'member.change_role': true,
      'audit_log.view': true,
      'gateway.manage': true,
      'webhook.manage': true,
      'leak_report.view': true,
      'management_key.manage_all': true,
    }
    expect(written.toSorted()).toEqual(Object.keys(complete).toSorted())
  })

  it('is about members: a gateway may nothing, whoever holds the machine everything', () => {
    const gateway = { kind: 'gateway', organizationId: 'org_1', gatewayId: 'gwy_1' } as const
    const operator = { kind: 'operator', organizationId: 'org_1' } as const
    for (const action of Object.keys(ON_NOTHING) as (keyof typeof ON_NOTHING)[]) {
      expect(may(gateway, action, {})).toBe(false)
      expect(may(operator, action, {})).toBe(true)
    }
    expect(may(gateway, 'api_key.revoke', { key: { ownerId: SELF }, status: 'active' })).toBe(false)
  })

  it('lets hold keys exactly whom it lets create them', () => {
    for (const role of COLUMNS) {
      expect(mayHoldKeys(role)).toBe(may(actorOf(role), 'api_key.create', { app: { ownerId: SELF }, type: 'user' }))
    }
  })
})
