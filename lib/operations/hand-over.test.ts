import { describe, expect, test } from 'vitest'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import { createApiKey } from '@/lib/operations/create-api-key'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { removeMember } from '@/lib/operations/remove-member'
import { hire as hireWith } from '@/lib/operations/testing/hire'
import {
  type Member,
  need,
  newKey,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'

const { platform, sql, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

const hire = (organization: Organization, role?: Member['role']) => hireWith({ platform, sql }, organization, role)

/** A key whose owner has been removed. */
async function orphanedKey(wanted: Parameters<typeof newKey>[1] = {}, app?: { readonly id: string }) {
  const leaver = await hire(acme)
  const of = app ?? (await makeApp(wanted.type === 'server' ? leaver : acme.developer))
  const key = await makeKey(leaver, of, wanted)
  need(await as(acme.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }))
  return { ...key, app: of, leaver }
}

const offer = (by: Member, to: Member, ...keys: readonly { readonly id: ApiKeyId }[]) =>
  as(by)(offerApiKeys, { apiKeyIds: keys.map(({ id }) => id), toMembershipId: to.membershipId })

describe('offering orphaned keys', () => {
  test('is for an Owner and an Aura Owner', async () => {
    const key = await orphanedKey()
    for (const by of [acme.administrator, acme.developer, acme.reader])
      expect(refusal(await offer(by, acme.developer, key))).toBe('not_permitted')
    expect(refusal(await offer(zenith.owner, zenith.developer, key))).toBe('api_key_not_found')
    expect(refusal(await offer(acme.owner, zenith.developer, key))).toBe('member_not_found')
    expect(need(await offer(acme.auraOwner, acme.developer, key)).offered).toEqual([key.id])
  })

  test('leaves the key dead, once for each key, with an answer for each', async () => {
    const app = await makeApp(acme.developer)
    const [first, second, live] = [
      await orphanedKey({}, app),
      await orphanedKey({}, app),
      need(await as(acme.developer)(createApiKey, newKey(app))),
    ]
    need(await offer(acme.owner, acme.developer, first))
    const { offered, refused, to } = need(await offer(acme.owner, acme.otherDeveloper, first, second, live))
    expect(offered).toEqual([second.id])
    expect(refused.map(({ apiKeyId }) => apiKeyId).sort()).toEqual([first.id, live.id].sort())
    expect(to).toBe('otherDeveloper of acme')
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, live))).toBe('api_key_not_offerable')
    const rows = await sql('select 1 from api_key where id = $1 and departure_id is not null and owner_id = $2', [
      second.id,
      second.leaver.membershipId,
    ])
    expect(rows).toHaveLength(1)
  })

  test('is to someone who may create a key like it', async () => {
    const key = await orphanedKey()
    expect(refusal(await offer(acme.owner, acme.reader, key))).toBe('offer_receiver_not_possible')
    expect(refusal(await offer(acme.owner, acme.administrator, key))).toBe('offer_receiver_not_possible')
    const server = await orphanedKey({ type: 'server' })
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, server))).toBe('offer_receiver_not_possible')
    expect(refusal(await offer(acme.owner, server.leaver, server))).toBe('member_not_found')
  })
})
