import { expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { ROLES } from '@/lib/core/roles'
import { listMembers } from '@/lib/operations/list-members'
import { removeMember } from '@/lib/operations/remove-member'
import { suspendMember } from '@/lib/operations/suspend-member'
import { hire } from '@/lib/operations/testing/hire'
import { type Member, need, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'

const { platform, sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

type Wanted = Parameters<ReturnType<typeof as>>[1]
const list = async (by: Member, wanted: Wanted = {}) => need(await as(by)(listMembers, wanted as never))
const rowOf = async (by: Member, of: Member, wanted: Wanted = {}) => {
  const row = (await list(by, wanted)).members.find(({ id }) => id === of.membershipId)
  if (!row) throw new Error(`${of.email} is not listed`)
  return row
}
const NONE = { roles: [], suspend: false, reactivate: false, remove: false }

test('shows everybody of the organization to every role, and nobody of another', async () => {
  for (const by of [acme.owner, acme.auraOwner, acme.administrator, acme.developer, acme.reader]) {
    const emails = (await list(by)).members.map(({ email }) => email)
    expect(emails).toHaveLength(6)
    expect(emails.every((email) => email.endsWith('@acme.test'))).toBe(true)
  }
})

test('offers what the viewer may do with each: nothing to oneself, to a User Administrator nothing above Developer', async () => {
  expect((await rowOf(acme.owner, acme.owner)).can).toEqual(NONE)
  expect((await rowOf(acme.owner, acme.administrator)).can).toEqual({
    roles: ROLES.filter((role) => role !== 'user_administrator'),
    suspend: true,
    reactivate: false,
    remove: true,
  })
  for (const above of [acme.owner, acme.auraOwner, acme.administrator])
    expect((await rowOf(acme.administrator, above)).can).toEqual(NONE)
  expect((await rowOf(acme.administrator, acme.developer)).can.roles).toEqual(['reader'])
  for (const by of [acme.auraOwner, acme.developer, acme.reader]) {
    const { members, can, invitations } = await list(by)
    expect(members.every(({ can }) => can.roles.length === 0 && !can.suspend && !can.remove)).toBe(true)
    expect([can.invite, invitations]).toEqual([[], null])
  }
})

test('counts the keys that each answers for, and says which come back with whom, until when', async () => {
  const leaver = await hire({ platform, sql }, acme)
  const app = await makeApp(acme.owner)
  const [kept, expired] = [await makeKey(leaver, app), await makeKey(leaver, app)]
  expect((await rowOf(acme.owner, leaver)).keys).toEqual({ active: 2, orphaned: 0 })
  need(await as(acme.owner)(suspendMember, { membershipId: leaver.membershipId, impact: UNSEEN }))
  await sql(`update departure set since = since - interval '29 days' where membership_id = $1`, [leaver.membershipId])
  const suspended = await rowOf(acme.owner, leaver)
  expect([suspended.keys, suspended.returning?.keys]).toEqual([{ active: 0, orphaned: 2 }, 2])
  expect(Date.parse(suspended.returning?.until ?? '') - Date.now()).toBeLessThan(86_400_000)
  expect(suspended.can).toMatchObject({ suspend: false, reactivate: true, remove: true })
  await sql('update api_key set revoked_at = now() where id = $1', [expired.id])
  expect((await rowOf(acme.owner, leaver)).returning?.keys).toBe(1)
  await sql(`update departure set since = since - interval '2 days' where membership_id = $1`, [leaver.membershipId])
  expect((await rowOf(acme.owner, leaver)).returning).toBeNull()
  need(await as(acme.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }))
  expect((await list(acme.owner)).members.map(({ id }) => id)).not.toContain(leaver.membershipId)
  const removed = await rowOf(acme.owner, leaver, { state: 'removed' })
  expect(removed.can).toEqual(NONE)
  expect(kept.id).not.toBe(expired.id)
})

test('finds by a part of a name or an address, by role and state, page by page without gap or repetition', async () => {
  await sql(
    `with made as (insert into "user" (id, email, name, created_at)
       select 'usr_many' || n, 'many' || n || '@zenith.test', 'Same name', now() from generate_series(1, 120) n returning id)
     insert into membership (id, organization_id, user_id, role, created_at)
     select 'mem_' || uuidv7(), $1, id, 'reader', now() from made`,
    [zenith.id],
  )
  const seen: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await list(zenith.owner, { text: 'SAME n', ...(cursor ? { cursor } : {}) })
    seen.push(...page.members.map(({ id }) => id))
    cursor = page.nextCursor
  }
  expect([seen.length, new Set(seen).size]).toEqual([120, 120])
  expect((await list(zenith.owner, { text: 'many77@' })).members).toHaveLength(1)
  expect((await list(zenith.owner, { text: '%' })).members).toEqual([])
  expect((await list(zenith.owner, { role: 'owner' })).members.map(({ email }) => email)).toEqual(['owner@zenith.test'])
  expect((await list(zenith.owner, { state: 'suspended' })).members).toEqual([])
  expect((await list(zenith.owner, { cursor: 'nonsense' })).members).toHaveLength(50)
})
