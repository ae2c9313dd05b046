/** Who is told of what happened: in their bell, and by a delivery with its job, in the transaction of the change. */

import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { deleteApp } from '@/lib/operations/delete-app'
import { removeMember } from '@/lib/operations/remove-member'
import { type Member, need, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'

const { acme, zenith, as, makeApp, makeKey, sql } = await openTwoOrganizations()

const bellOf = ({ membershipId }: Member) =>
  sql<{ kind: string; facts: { keys: { total: number; listed: { name: string }[] } } }>(
    `select h.kind, h.facts from notification n join happening h on h.id = n.happening_id where n.membership_id = $1 order by h.id`,
    [membershipId],
  )
const kindsOf = async (member: Member) => (await bellOf(member)).map(({ kind }) => kind)
const mailsOf = async ({ membershipId }: Member) =>
  (
    await sql<{ kind: string }>(
      `select h.kind from delivery d join happening h on h.id = d.happening_id
       join graphile_worker.jobs j on j.key = d.id and j.task_identifier = 'deliver'
       where d.membership_id = $1 and d.channel = 'email' and d.state = 'pending' order by d.id`,
      [membershipId],
    )
  ).map(({ kind }) => kind)

describe('what happened is told with it', () => {
  test('one message for an app that is deleted, with its keys, to who governs this organization and nobody else', async () => {
    const app = await makeApp(acme.developer, { name: 'told' })
    await makeKey(acme.developer, app, { name: 'b' })
    await makeKey(acme.developer, app, { name: 'a' })
    await makeKey(acme.developer, app, { name: 'z', type: 'server' })
    need(await as(acme.owner)(deleteApp, { appId: app.id, confirmation: 'told', impact: UNSEEN }))
    const [told] = await bellOf(acme.owner)
    expect(told).toMatchObject({ kind: 'app_deleted', facts: { keys: { total: 3 } } })
    expect(told?.facts.keys.listed.map(({ name }) => name)).toEqual(['z', 'a', 'b'])
    expect(JSON.stringify(told)).not.toContain('eyJ')
    for (const member of [acme.owner, acme.auraOwner]) {
      expect(await kindsOf(member)).toEqual(['app_deleted'])
      expect(await mailsOf(member)).toEqual(['app_deleted'])
    }
    for (const member of [acme.developer, acme.reader, acme.administrator, zenith.owner, zenith.auraOwner]) {
      expect(await kindsOf(member)).toEqual([])
      expect(await mailsOf(member)).toEqual([])
    }
  })

  test('nothing of a change that was refused', async () => {
    const app = await makeApp(zenith.developer, { name: 'kept' })
    expect(refusal(await as(zenith.owner)(deleteApp, { appId: app.id, confirmation: 'another', impact: UNSEEN }))).toBe(
      'app_name_mismatch',
    )
    expect(await kindsOf(zenith.owner)).toEqual([])
  })

  test('not to an Owner who is removed with it', async () => {
    const app = await makeApp(zenith.auraOwner)
    await makeKey(zenith.auraOwner, app)
    need(await as(zenith.owner)(removeMember, { membershipId: zenith.auraOwner.membershipId, impact: UNSEEN }))
    expect(await kindsOf(zenith.owner)).toEqual(['keys_orphaned'])
    expect(await kindsOf(zenith.auraOwner)).toEqual([])
  })

  test('a key that is made only where it was switched on', async () => {
    const app = await makeApp(acme.otherDeveloper)
    const before = await kindsOf(acme.owner)
    await makeKey(acme.otherDeveloper, app)
    expect(await kindsOf(acme.owner)).toEqual(before)
    await sql(
      `insert into organization_channel values ($1, 'api_key_created', 'bell', true), ($1, 'of_later', 'bell', true)`,
      [acme.id],
    )
    await makeKey(acme.otherDeveloper, app)
    expect(await kindsOf(acme.owner)).toEqual([...before, 'api_key_created'])
    expect(await mailsOf(acme.owner)).not.toContain('api_key_created')
  })
})
