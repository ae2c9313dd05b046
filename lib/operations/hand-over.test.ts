import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import type { ApiKeyId, OfferId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import { lockApiKeys } from '@/lib/db/api-keys'
import { acceptAppOffer } from '@/lib/operations/accept-app-offer'
import { acceptOffer } from '@/lib/operations/accept-offer'
import { assignAppOwner } from '@/lib/operations/assign-app-owner'
import { createSecret } from '@/lib/operations/create-secret'
import { declineOffer } from '@/lib/operations/decline-offer'
import { deleteApp } from '@/lib/operations/delete-app'
import { endReplacedKey } from '@/lib/operations/end-replaced-key'
import { listHeirs } from '@/lib/operations/list-heirs'
import { listOffers } from '@/lib/operations/list-offers'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { offerApp } from '@/lib/operations/offer-app'
import { makeOffers } from '@/lib/operations/offers-within'
import { change } from '@/lib/operations/operation'
import { performForAccount } from '@/lib/operations/perform'
import { reactivateMember } from '@/lib/operations/reactivate-member'
import { removeMember } from '@/lib/operations/remove-member'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { shareSecret } from '@/lib/operations/share-secret'
import { suspendMember } from '@/lib/operations/suspend-member'
import { switchProvider } from '@/lib/operations/switch-provider'
import { tellOfExpiredOffers } from '@/lib/operations/tell-of-expired-offers'
import { hire as hireWith } from '@/lib/operations/testing/hire'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import { storedFormsOf, tablesThatHold } from '@/lib/operations/testing/stored-text'
import {
  type Member,
  need,
  type newKey,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewKeyLineage } from '@/lib/operations/view-key-lineage'
import { withdrawOffer } from '@/lib/operations/withdraw-offer'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

const hire = (organization: Organization, role?: Member['role']) => hireWith({ platform, sql }, organization, role)

const remove = (member: Member) => as(acme.owner)(removeMember, { membershipId: member.membershipId, impact: UNSEEN })

/** A key whose owner has been removed. */
async function orphanedKey(wanted: Parameters<typeof newKey>[1] = {}, app?: { readonly id: string }) {
  const leaver = await hire(acme)
  const of = app ?? (await makeApp(wanted.type === 'server' ? leaver : acme.developer))
  const key = await makeKey(leaver, of as Awaited<ReturnType<typeof makeApp>>, wanted)
  need(await remove(leaver))
  return { ...key, app: of as Awaited<ReturnType<typeof makeApp>>, leaver }
}

const offer = (by: Member, to: Member, ...keys: readonly { readonly id: ApiKeyId }[]) =>
  as(by)(offerApiKeys, { apiKeyIds: keys.map(({ id }) => id), toMembershipId: to.membershipId })

/** Offered to a developer, as the receiver finds it. */
async function offered(key: { readonly id: ApiKeyId; readonly name: string }, to: Member = acme.developer) {
  need(await offer(acme.owner, to, key))
  return offerOf(key, to)
}

async function offerOf(key: { readonly id: ApiKeyId }, to: Member) {
  const { received } = need(await as(to)(listOffers, {}))
  const found = received.find(({ apiKey }) => apiKey?.id === key.id)
  if (!found) throw new Error('It is not offered to them')
  return found
}

const acceptance = (of: { readonly id: OfferId; readonly apiKey: { readonly name: string } | null }) =>
  ({ offerId: of.id, name: of.apiKey?.name ?? '', expiration: '30d' }) as const

const keyRow = async (id: ApiKeyId) =>
  (
    await sql<{
      owner_id: string
      successor_id: string | null
      revoked_at: Date | null
      revocation_reason: string | null
      departure_id: string | null
      ends_at: Date | null
      subject: string
      scopes: string[]
      type: string
      requests_per_minute: number | null
      position: number
    }>('select * from api_key where id = $1', [id])
  )[0]

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
      await makeKey(acme.developer, app),
    ]
    need(await offer(acme.owner, acme.developer, first))
    const made = need(await offer(acme.owner, acme.otherDeveloper, first, second, live))
    expect(made.offered).toEqual([second.id])
    expect(made.refused.map(({ apiKeyId }) => apiKeyId).sort()).toEqual([first.id, live.id].sort())
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, live))).toBe('api_key_not_offerable')
    expect(await keyRow(second.id)).toMatchObject({ owner_id: second.leaver.membershipId, revoked_at: null })
  })

  test('is to someone who may create a key like it, and those are whom it can be offered to', async () => {
    const key = await orphanedKey()
    expect(refusal(await offer(acme.owner, acme.reader, key))).toBe('offer_receiver_not_possible')
    expect(refusal(await offer(acme.owner, acme.administrator, key))).toBe('offer_receiver_not_possible')
    expect(refusal(await offer(acme.owner, key.leaver, key))).toBe('member_not_found')
    const server = await orphanedKey({ type: 'server' })
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, server))).toBe('offer_receiver_not_possible')
    const heirs = need(await as(acme.auraOwner)(listHeirs, { apiKeyIds: [key.id, server.id] }))
    expect(heirs.map(({ role }) => role).sort()).toEqual(['aura_owner', 'owner'])
    expect(refusal(await as(acme.developer)(listHeirs, { apiKeyIds: [key.id] }))).toBe('not_permitted')
    expect(refusal(await as(zenith.owner)(listHeirs, { apiKeyIds: [key.id] }))).toBe('api_key_not_found')
  })

  test('is no use for a key whose app is gone', async () => {
    const key = await orphanedKey()
    const { id } = await offered(key)
    need(await as(acme.owner)(deleteApp, { appId: key.app.id, confirmation: await nameOf(key.app), impact: UNSEEN }))
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, key))).toBe('app_deleted')
    expect(refusal(await as(acme.developer)(acceptOffer, acceptance({ id, apiKey: key })))).toBe('app_deleted')
    expect(need(await as(acme.developer)(listOffers, {})).received.some((each) => each.id === id)).toBe(false)
  })
})

const nameOf = async ({ id }: { readonly id: string }) =>
  (await sql<{ name: string }>('select name from app where id = $1', [id]))[0]?.name ?? ''

describe('accepting', () => {
  test('makes a new key of the same kind that its receiver alone sees, and kills the old one for good', async () => {
    const key = await orphanedKey({
      scopes: ['invoke', 'read'],
      limits: { rate: { requestsPerMinute: 60, burst: 10 }, addresses: [] },
    })
    const found = await offered(key)
    for (const other of [acme.owner, acme.otherDeveloper, zenith.developer])
      expect(refusal(await as(other)(acceptOffer, acceptance(found)))).toBe('offer_not_found')
    const taken = need(await as(acme.developer)(acceptOffer, acceptance(found)))
    const token = taken.key.reveal()
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
    expect(claims).toMatchObject({ sub: acme.developer.membershipId, aud: key.app.id, scope: 'invoke read' })
    expect(await keyRow(key.id)).toMatchObject({ successor_id: taken.id, revocation_reason: 'Handed over' })
    expect((await keyRow(key.id))?.revoked_at).not.toBeNull()
    expect(await keyRow(taken.id)).toMatchObject({
      owner_id: acme.developer.membershipId,
      scopes: ['invoke', 'read'],
      type: 'user',
      requests_per_minute: 60,
      departure_id: null,
    })
    expect(await tablesThatHold(sql, storedFormsOf(token))).toEqual([])
    const { keys } = need(await as(acme.reader)(viewKeyLineage, { apiKeyId: taken.id }))
    expect(keys.map((each) => each.key.id)).toEqual([key.id, taken.id])
    expect(keys[1]?.key.rotatedFrom?.how).toBe('handed_over')
    expect(keys[0]?.key.rotatedTo?.how).toBe('handed_over')
    expect(refusal(await as(acme.developer)(acceptOffer, acceptance(found)))).toBe('offer_answered')
  })

  test('of a server key goes on as the app', async () => {
    const key = await orphanedKey({ type: 'server' })
    const before = await keyRow(key.id)
    const taken = need(await as(acme.auraOwner)(acceptOffer, acceptance(await offered(key, acme.auraOwner))))
    expect(await keyRow(taken.id)).toMatchObject({ type: 'server', subject: before?.subject })
  })

  test('is refused after it was declined or withdrawn, has expired, or its key was revoked', async () => {
    const keys = await Promise.all([0, 1, 2, 3].map(() => orphanedKey()))
    const [declined, withdrawn, expired, revoked] = await Promise.all(keys.map((key) => offered(key)))
    if (!declined || !withdrawn || !expired || !revoked) throw new Error('Not offered')
    expect(refusal(await as(acme.otherDeveloper)(declineOffer, { offerId: declined.id }))).toBe('offer_not_found')
    expect(refusal(await as(acme.developer)(withdrawOffer, { offerId: withdrawn.id }))).toBe('not_permitted')
    expect(refusal(await as(zenith.owner)(withdrawOffer, { offerId: withdrawn.id }))).toBe('offer_not_found')
    need(await as(acme.developer)(declineOffer, { offerId: declined.id }))
    need(await as(acme.auraOwner)(withdrawOffer, { offerId: withdrawn.id }))
    await sql('alter table offer disable trigger offer_answered_once')
    await sql(`update offer set made_at = now() - interval '7 days', expires_at = now() where id = $1`, [expired.id])
    await sql('alter table offer enable trigger offer_answered_once')
    need(await as(acme.owner)(revokeApiKey, { apiKeyId: keys[3]?.id as ApiKeyId, agreed: true }))
    const outcomes = []
    for (const each of [declined, withdrawn, expired, revoked])
      outcomes.push(refusal(await as(acme.developer)(acceptOffer, acceptance(each))))
    expect(outcomes).toEqual(['offer_answered', 'offer_answered', 'offer_expired', 'offer_key_revoked'])
    // What is over stands in nobody's way.
    const again = keys.slice(0, 3).map(({ id }) => ({ id }))
    expect(need(await offer(acme.owner, acme.otherDeveloper, ...again)).refused).toEqual([])
  })

  test('is refused while the owner is back and the key works again', async () => {
    const leaver = await hire(acme)
    const membershipId = leaver.membershipId
    const key = await makeKey(leaver, await makeApp(acme.developer))
    need(await as(acme.owner)(suspendMember, { membershipId, impact: UNSEEN }))
    const found = await offered(key)
    need(await as(acme.owner)(reactivateMember, { membershipId }))
    expect(refusal(await as(acme.developer)(acceptOffer, acceptance(found)))).toBe('offer_key_works')
    expect(need(await as(acme.owner)(viewApiKey, { apiKeyId: key.id })).key.offer).toBeNull()
    need(await remove(leaver))
    // It was never answered, and its key is orphaned again.
    expect(refusal(await offer(acme.owner, acme.otherDeveloper, key))).toBe('offer_open')
    need(await as(acme.developer)(acceptOffer, acceptance(found)))
  })

  test('asks what creating a key asks: provider, name, quota, expiration, the live role', async () => {
    const app = await makeApp(acme.developer)
    const receiver = await hire(acme)
    const [key, second] = [await orphanedKey({ name: 'nightly' }, app), await orphanedKey({}, app)]
    const found = await offered(key, receiver)
    const later = await offered(second, receiver)
    const accept = (wanted: object = {}) => as(receiver)(acceptOffer, { ...acceptance(found), ...wanted })
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }))
    expect(refusal(await accept())).toBe('provider_off')
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: true }))
    await makeKey(acme.developer, app, { name: 'taken' })
    expect(refusal(await accept({ name: 'taken' }))).toBe('api_key_name_taken')
    await sql('update policy set user_keys_per_person = 1, no_expiration_allowed = false where organization_id = $1', [
      acme.id,
    ])
    expect(refusal(await accept({ expiration: 'none' }))).toBe('expiration_required')
    need(await accept())
    expect(refusal(await as(receiver)(acceptOffer, acceptance(later)))).toBe('user_key_limit')
    await sql('update policy set user_keys_per_person = 20, no_expiration_allowed = true where organization_id = $1', [
      acme.id,
    ])
    await sql(`update membership set role = 'reader' where id = $1`, [receiver.membershipId])
    expect(refusal(await as(receiver)(acceptOffer, acceptance(later)))).toBe('not_permitted')
  })

  test('puts the new key into secrets that held the old one and that the receiver manages, and into no others', async () => {
    const leaver = await hire(acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    const secret = need(await as(leaver)(createSecret, { name: 'HELD_BY_LEAVER', value: key.key.reveal() }))
    need(
      await as(leaver)(shareSecret, {
        secretId: secret.id,
        membershipId: acme.developer.membershipId,
        access: 'manage',
      }),
    )
    const foreign = need(await as(leaver)(createSecret, { name: 'KEPT_BY_LEAVER', value: key.key.reveal() }))
    need(await remove(leaver))
    const found = await offered(key)
    const accept = (...secretIds: (typeof secret.id)[]) =>
      as(acme.developer)(acceptOffer, { ...acceptance(found), secretIds })
    expect(refusal(await accept(secret.id, foreign.id))).toBe('not_permitted')
    const taken = need(await accept(secret.id))
    expect(taken.secrets).toEqual([{ id: secret.id, name: 'HELD_BY_LEAVER' }])
    expect(need(await as(acme.developer)(revealSecret, { secretId: secret.id })).value).toBe(taken.key.reveal())
  })
})

describe('who is told', () => {
  const bellOf = async ({ membershipId }: Member) =>
    (
      await sql<{ kind: string; facts: { answer?: string; keys: { total: number } } }>(
        `select h.kind, h.facts from notification n join happening h on h.id = n.happening_id
         where n.membership_id = $1 and h.kind like 'hand_over%' order by h.id`,
        [membershipId],
      )
    ).map(({ kind, facts }) => [kind, facts.answer, facts.keys.total])

  test('the receiver once for all keys that are offered at once, and who offered them of each answer', async () => {
    const [governor, receiver] = [await hire(acme, 'aura_owner'), await hire(acme)]
    const app = await makeApp(acme.developer)
    const [first, second] = [await orphanedKey({}, app), await orphanedKey({}, app)]
    need(await offer(governor, receiver, first, second))
    expect(await bellOf(receiver)).toEqual([['hand_over_offered', undefined, 2]])
    need(await as(receiver)(acceptOffer, acceptance(await offerOf(first, receiver))))
    const { id: offerId } = await offerOf(second, receiver)
    need(await as(receiver)(declineOffer, { offerId }))
    expect(await bellOf(governor)).toEqual([
      ['hand_over_answered', 'accepted', 1],
      ['hand_over_answered', 'declined', 1],
    ])
    expect(await bellOf(receiver)).toHaveLength(1)
  })
})

describe('at the same time', () => {
  const held = ({ app }: { app: { readonly id: string } }) => ({
    text: 'select 1 from app where id = $1 for update',
    values: [app.id],
  })

  test('two acceptances make one key', async () => {
    const key = await orphanedKey()
    const found = await offered(key)
    const accept = () => as(acme.developer)(acceptOffer, acceptance(found))
    expect((await queuedBehind(databaseUrl, held(key), [accept, accept])).map(refusal)).toEqual([
      undefined,
      'offer_answered',
    ])
  })

  test('an acceptance and its withdrawal come one after the other', async () => {
    const key = await orphanedKey()
    const found = await offered(key)
    const outcomes = await queuedBehind(databaseUrl, held(key), [
      () => as(acme.owner)(withdrawOffer, { offerId: found.id }),
      () => as(acme.developer)(acceptOffer, acceptance(found)),
    ])
    expect(outcomes.map(refusal)).toEqual([undefined, 'offer_answered'])
  })

  test.each(['accept', 'remove'] as const)(
    'a receiver who is removed while accepting is left with no key that works, when %s comes first',
    async (first) => {
      const receiver = await hire(acme)
      const key = await orphanedKey()
      const found = await offered(key, receiver)
      const accept = () => as(receiver)(acceptOffer, acceptance(found))
      const removal = () => remove(receiver)
      const outcomes = await queuedBehind(
        databaseUrl,
        { text: 'select 1 from membership where id = $1 for update', values: [receiver.membershipId] },
        first === 'accept' ? [accept, removal] : [removal, accept],
      )
      expect(outcomes.map(refusal)).toEqual([undefined, first === 'accept' ? undefined : 'organization_not_found'])
      const working = await sql(
        'select 1 from api_key where owner_id = $1 and revoked_at is null and departure_id is null',
        [receiver.membershipId],
      )
      expect(working).toEqual([])
    },
  )
})

/** What a departure does with keys that are handed over before it. */
const leaveTo = change({
  input: z.object({
    leaverId: idOf('membership'),
    toMembershipId: idOf('membership'),
    apiKeyId: idOf('apiKey'),
    countdownHours: z.int(),
  }),
  changesMemberships: ({ leaverId, toMembershipId }) => [leaverId, toMembershipId],
  async run(context, { leaverId, toMembershipId, apiKeyId, countdownHours }) {
    const keys = await lockApiKeys(context.tx, context.actor.organizationId, [apiKeyId])
    const made = await makeOffers(
      context,
      keys.map((key) => ({ key, toMembershipId, countdownHours })),
      leaverId,
    )
    if (!made.ok) return made
    const { offers, lapsed, keys: left, events, changes, happenings } = made.value
    const [event, ...furtherEvents] = events
    if (!event) throw new Error('Nothing was offered')
    await context.commit({
      insert: { offers },
      update: { offers: lapsed, apiKeys: left },
      event,
      furtherEvents,
      changes,
      happenings,
    })
    return { ok: true, value: { left: left.length } }
  },
})

describe('a countdown', () => {
  async function leftKey(by: Member = acme.owner, countdownHours = 24) {
    const leaver = await hire(acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    const outcome = await as(by)(leaveTo, {
      leaverId: leaver.membershipId,
      toMembershipId: acme.developer.membershipId,
      apiKeyId: key.id,
      countdownHours,
    })
    return { key, leaver, outcome }
  }

  test('lets the key go on until its ending, with an owner who answers for it at once, and survives the departure', async () => {
    const { key, leaver, outcome } = await leftKey()
    expect(need(outcome).left).toBe(1)
    expect(need(await remove(leaver)).orphanedKeys).toBe(0)
    const view = need(await as(acme.developer)(viewApiKey, { apiKeyId: key.id })).key
    expect(view).toMatchObject({ status: 'active', isOwn: true, leftBy: leaver.email })
    const hours = (Date.parse(view.endsAt ?? '') - Date.now()) / 3_600_000
    expect([Math.ceil(hours), view.can.rotate]).toEqual([24, false])
    expect(
      refusal(await as(acme.developer)(rotateApiKey, { apiKeyId: key.id, ending: 'now', expiration: '30d' })),
    ).toBe('api_key_being_handed_over')
    const [told] = await sql<{ body: { set: { endsAt: number }[] } }>(
      `select body from change where organization_id = $1 and kind = 'key_endings' order by seq desc limit 1`,
      [acme.id],
    )
    expect(told?.body.set[0]?.endsAt).toBe(Date.parse(view.endsAt ?? '') / 1000)
    const found = await offerOf(key, acme.developer)
    const taken = need(await as(acme.developer)(acceptOffer, acceptance(found)))
    expect(taken.oldEndsAt).toBe(view.endsAt)
    expect(await keyRow(key.id)).toMatchObject({ successor_id: taken.id, revoked_at: null })
  })

  test('is chosen by an Owner or an Aura Owner, for a key that works, and ends by its expiry', async () => {
    expect(refusal((await leftKey(acme.administrator)).outcome)).toBe('not_permitted')
    const leaver = await hire(acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    await sql('update api_key set disabled_at = now() where id = $1', [key.id])
    const leave = (countdownHours: number) =>
      as(acme.owner)(leaveTo, {
        leaverId: leaver.membershipId,
        toMembershipId: acme.developer.membershipId,
        apiKeyId: key.id,
        countdownHours,
      })
    expect(refusal(await leave(1))).toBe('countdown_not_possible')
    expect(need(await leave(0)).left).toBe(0)
  })

  test('ends whether or not anybody accepts, and the offer outlives it', async () => {
    const [ended, declined] = [await leftKey(acme.owner, 1), await leftKey(acme.auraOwner, 1)]
    need(await as(acme.developer)(declineOffer, { offerId: (await offerOf(declined.key, acme.developer)).id }))
    expect((await keyRow(declined.key.id))?.ends_at).not.toBeNull()
    const found = await offerOf(ended.key, acme.developer)
    await sql(`update api_key set ends_at = date_trunc('second', now()) - interval '1 second' where id = any ($1)`, [
      [ended.key.id, declined.key.id],
    ])
    expect(need(await as(acme.developer)(viewApiKey, { apiKeyId: ended.key.id })).key.status).toBe('revoked')
    while (need(await performForAccount(platform, endReplacedKey, ORIGIN, {})).ended);
    const taken = need(await as(acme.developer)(acceptOffer, acceptance(found)))
    expect(taken.oldEndsAt).toBeNull()
  })

  test('that goes on for whom it was left to, who was away and is back, is not taken by whom it was offered to meanwhile', async () => {
    const receiver = await hire(acme)
    const other = await hire(acme)
    const leaver = await hire(acme)
    const key = await makeKey(leaver, await makeApp(acme.developer))
    need(
      await as(acme.owner)(leaveTo, {
        leaverId: leaver.membershipId,
        toMembershipId: receiver.membershipId,
        apiKeyId: key.id,
        countdownHours: 24,
      }),
    )
    const { membershipId } = receiver
    need(await as(acme.owner)(suspendMember, { membershipId, impact: UNSEEN }))
    need(await offer(acme.owner, other, key))
    const found = await offerOf(key, other)
    need(await as(acme.owner)(reactivateMember, { membershipId }))
    expect(refusal(await as(other)(acceptOffer, acceptance(found)))).toBe('offer_key_works')
    expect(need(await as(other)(listOffers, {})).received).toEqual([])
    expect(need(await as(receiver)(viewApiKey, { apiKeyId: key.id })).key).toMatchObject({
      status: 'active',
      offer: null,
    })
  })

  test('cut short by a revocation leaves nothing to accept', async () => {
    const { key } = await leftKey()
    const found = await offerOf(key, acme.developer)
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed: true }))
    expect(refusal(await as(acme.developer)(acceptOffer, acceptance(found)))).toBe('offer_key_revoked')
  })
})

describe('apps', () => {
  test('are offered by who manages them, and owned by who accepts', async () => {
    const app = await makeApp(acme.developer)
    const to = { appId: app.id, toMembershipId: acme.otherDeveloper.membershipId }
    expect(refusal(await as(acme.otherDeveloper)(offerApp, to))).toBe('not_permitted')
    expect(refusal(await as(zenith.owner)(offerApp, to))).toBe('app_not_found')
    expect(refusal(await as(acme.developer)(offerApp, { ...to, toMembershipId: acme.reader.membershipId }))).toBe(
      'offer_receiver_not_possible',
    )
    need(await as(acme.developer)(offerApp, to))
    expect(refusal(await as(acme.owner)(offerApp, to))).toBe('offer_open')
    const { received } = need(await as(acme.otherDeveloper)(listOffers, {}))
    const found = received.find((each) => each.app.id === app.id && !each.apiKey)
    expect(need(await as(acme.developer)(listOffers, {})).made.map(({ id }) => id)).toContain(found?.id)
    const offerId = found?.id as OfferId
    expect(refusal(await as(acme.developer)(acceptAppOffer, { offerId }))).toBe('offer_not_found')
    need(await as(acme.otherDeveloper)(acceptAppOffer, { offerId }))
    expect(refusal(await as(acme.otherDeveloper)(acceptAppOffer, { offerId }))).toBe('offer_answered')
    expect(refusal(await as(acme.developer)(offerApp, to))).toBe('not_permitted')
  })

  test('whose owner left are given one by an Owner or an Aura Owner, and what the leaver offered is over', async () => {
    const leaver = await hire(acme)
    const app = await makeApp(leaver)
    need(await as(leaver)(offerApp, { appId: app.id, toMembershipId: acme.developer.membershipId }))
    const { received } = need(await as(acme.developer)(listOffers, {}))
    const offerId = received.find((each) => each.app.id === app.id)?.id as OfferId
    const give = { appId: app.id, toMembershipId: acme.otherDeveloper.membershipId }
    expect(refusal(await as(acme.owner)(assignAppOwner, give))).toBe('app_has_owner')
    need(await remove(leaver))
    expect(refusal(await as(acme.developer)(acceptAppOffer, { offerId }))).toBe('offer_app_changed')
    expect(refusal(await as(acme.developer)(assignAppOwner, give))).toBe('not_permitted')
    expect(refusal(await as(zenith.owner)(assignAppOwner, give))).toBe('app_not_found')
    need(await as(acme.auraOwner)(assignAppOwner, give))
    expect(refusal(await as(acme.owner)(assignAppOwner, give))).toBe('app_has_owner')
  })
})

test('an offer that nobody answered in time is told to who made it, all that was offered together in one message, once', async () => {
  const app = await makeApp(acme.developer)
  const keys = [await orphanedKey({ name: 'late-1' }, app), await orphanedKey({ name: 'late-2' }, app)]
  const answeredKey = await orphanedKey({ name: 'in-time' }, app)
  need(await offer(acme.owner, acme.developer, ...keys, answeredKey))
  const declined = await offerOf(answeredKey, acme.developer)
  need(await as(acme.developer)(declineOffer, { offerId: declined.id }))
  const told = () =>
    sql<{ membership_id: string; facts: { by: null; keys: { listed: { name: string }[] } } }>(
      `select n.membership_id, h.facts from notification n join happening h on h.id = n.happening_id
       where h.kind = 'hand_over_answered' and h.facts->>'answer' = 'expired'`,
    )
  const look = async () => {
    for (const { id } of [acme, zenith])
      need(await performForAccount(platform, tellOfExpiredOffers, ORIGIN, { organizationId: id }))
  }
  await look()
  expect(await told()).toEqual([])
  await sql('alter table offer disable trigger user')
  await sql(
    `update offer set made_at = made_at - interval '7 days', expires_at = expires_at - interval '7 days' where api_key_id = any ($1)`,
    [[...keys, answeredKey].map(({ id }) => id)],
  )
  await sql('alter table offer enable trigger user')
  await Promise.all([look(), look()])
  await look()
  const messages = await told()
  expect(messages).toMatchObject([{ membership_id: acme.owner.membershipId, facts: { by: null } }])
  expect(messages[0]?.facts.keys.listed.map(({ name }) => name)).toEqual(['late-1', 'late-2'])
})
