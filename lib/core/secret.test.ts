import { describe, expect, it } from 'vitest'
import { MEMBERSHIP_STATES } from '@/lib/core/membership'
import { ROLES } from '@/lib/core/roles'
import { deleteSecret, goneAt, isGone, nextVersion, restoreSecret, type Secret, shareableWith } from '@/lib/core/secret'

const AT = new Date('2026-11-21T18:00:00.000Z')
const secret: Secret = {
  id: 'sec_1',
  organizationId: 'org_1',
  name: 'DEPLOY',
  ownerId: 'mem_owner',
  version: 3,
  createdAt: AT,
  changedAt: AT,
  deletedAt: null,
  deletedById: null,
  erasedAt: null,
}
const by = { kind: 'member', organizationId: 'org_1', membershipId: 'mem_1', userId: 'usr_1', role: 'owner' } as const

describe('a deleted secret', () => {
  const deleted = deleteSecret(secret, by, AT).next
  const end = new Date('2026-12-21T18:00:00.000Z')

  it('can be restored for 30 times 24 hours, and is gone at that very moment', () => {
    expect(goneAt(deleted)).toEqual(end)
    expect(isGone(deleted, new Date(end.getTime() - 1))).toBe(false)
    expect(isGone(deleted, end)).toBe(true)
  })

  it('is gone once it is erased, whatever the clock says', () => {
    expect(isGone({ ...deleted, erasedAt: AT }, AT)).toBe(true)
  })

  it('comes back as it was, or under another name and says so', () => {
    expect(restoreSecret(deleted, 'DEPLOY')).toMatchObject({ next: secret, event: { after: { name: 'DEPLOY' } } })
    expect(restoreSecret(deleted, 'OTHER')).toMatchObject({
      next: { ...secret, name: 'OTHER' },
      event: { before: { name: 'DEPLOY' }, after: { name: 'OTHER' } },
    })
  })
})

it('a secret that is not deleted is never gone', () => {
  expect([goneAt(secret), isGone(secret, new Date('9999-01-01'))]).toEqual([null, false])
})

it('the next version has the next number, whoever’s it is, and says which key it holds', () => {
  const next = nextVersion(secret, { id: 'ver_4', sealed: '…', apiKeyId: 'key_1' }, by, AT)
  expect([next.secret.version, next.version.number, next.version.createdById]).toEqual([4, 4, 'mem_1'])
  expect(next.event).toEqual({
    type: 'secret.updated',
    secretId: 'sec_1',
    apiKeyId: 'key_1',
    before: { version: 3 },
    after: { version: 4 },
  })
  expect(JSON.stringify(next.event)).not.toContain('…')
})

describe('what a secret is shared for', () => {
  it.each(ROLES)('with an active member who is %s', (role) => {
    const expected = { developer: ['read', 'manage'], reader: ['read'] }[role as string] ?? []
    expect(shareableWith(secret, { id: 'mem_2', state: 'active', role })).toEqual(expected)
    for (const state of MEMBERSHIP_STATES.filter((other) => other !== 'active'))
      expect(shareableWith(secret, { id: 'mem_2', state, role })).toEqual([])
  })

  it('with its owner: nothing that they have; and what is left to one who became a Reader', () => {
    expect(shareableWith(secret, { id: 'mem_owner', state: 'active', role: 'developer' })).toEqual([])
    expect(shareableWith(secret, { id: 'mem_owner', state: 'active', role: 'reader' })).toEqual(['read'])
  })
})
