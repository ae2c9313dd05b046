import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { GatewayId, OrganizationId } from '@/lib/core/identifiers'
import { newIdAt } from '@/lib/crypto/identifiers'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { registerGateway } from '@/lib/operations/register-gateway'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { need, type Organization, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'
import { FeedHub } from '@/lib/server/feed-hub'

const { platform, sql, acme, zenith, as, makeApp } = await openTwoOrganizations()
let hub: FeedHub

beforeAll(() => {
  // What instrumentation and routes share hangs there, and so does what these tests put in its place.
  Object.assign(globalThis, { auraInstallation: { platform } })
  hub = new FeedHub()
})
afterAll(() => hub.close())

const headOf = async ({ id }: Organization) => {
  const [head] = await sql<{ seq: string; epoch: number }>(
    'select seq, epoch from organization_head where organization_id = $1',
    [id],
  )
  return { seq: Number(head?.seq), epoch: head?.epoch ?? 0 }
}

/** A gateway's stream: the seqs that it was given, in the order in which it was given them. */
function follower(gatewayId: GatewayId = newIdAt(new Date())('gateway')) {
  const seqs: number[] = []
  const heard: string[] = []
  let closed = false
  return {
    seqs,
    heard,
    isClosed: () => closed,
    subscriber: {
      gatewayId,
      write(chunk: Uint8Array) {
        const text = new TextDecoder().decode(chunk)
        const seq = /^id: (\d+)$/m.exec(text)?.[1]
        if (seq) seqs.push(Number(seq))
        heard.push(/^event: (\w+)$/m.exec(text)?.[1] ?? 'comment')
        return true
      },
      close() {
        closed = true
      },
    },
  }
}
const following = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + 1 + index)

async function until(isSo: () => boolean, what: string): Promise<void> {
  for (const end = Date.now() + 20_000; Date.now() < end; await delay(5)) if (isSo()) return
  throw new Error(`Not within twenty seconds: ${what}`)
}

const attach = (organization: { id: OrganizationId }, epoch: number, who: ReturnType<typeof follower>) => {
  const place = hub.attach(organization.id, epoch, who.subscriber)
  return { ...place, leave: () => place.detach() }
}

describe('the feed', () => {
  test('hands each change to every follower of its organization, in order, as it is committed', async () => {
    const [ours, also, theirs] = [follower(), follower(), follower()]
    const [head, foreign] = [await headOf(acme), await headOf(zenith)]
    const places = [attach(acme, 1, ours), attach(acme, 1, also), attach(zenith, 1, theirs)]
    for (const [index, place] of places.entries()) place.begin(index === 2 ? foreign.seq : head.seq)
    for (let count = 0; count < 5; count += 1) await makeApp(acme.developer)
    await makeApp(zenith.developer)
    await until(() => ours.seqs.length >= 5 && also.seqs.length >= 5 && theirs.seqs.length >= 1, 'everyone is told')
    expect([ours.seqs, also.seqs, theirs.seqs]).toEqual([
      following(head.seq, 5),
      following(head.seq, 5),
      [foreign.seq + 1],
    ])
    for (const place of places) place.leave()
  })

  test('misses nothing of what was committed between a follower’s reading and its beginning', async () => {
    const [early, late] = [follower(), follower()]
    const place = attach(acme, 1, early)
    const read = await headOf(acme)
    // Others came meanwhile who read later, and whom the feed has served already.
    await makeApp(acme.developer)
    await makeApp(acme.developer)
    const second = attach(acme, 1, late)
    second.begin((await headOf(acme)).seq)
    await makeApp(acme.developer)
    await until(() => late.seqs.length === 1, 'who came later is told')
    place.begin(read.seq)
    await until(() => early.seqs.length >= 3, 'who came first is told all of it')
    await makeApp(acme.developer)
    await until(() => early.seqs.length >= 4 && late.seqs.length >= 2, 'both are told what follows')
    expect(early.seqs).toEqual(following(read.seq, 4))
    expect(late.seqs).toEqual(following(read.seq + 2, 2))
    place.leave()
    second.leave()
  })

  test('gives every one of many who come and begin at any moment the same log without a gap', async () => {
    const followers: { who: ReturnType<typeof follower>; from: number; leave: () => void }[] = []
    const arrive = async () => {
      const who = follower()
      const place = attach(acme, 1, who)
      const { seq: from } = await headOf(acme)
      await delay(Math.random() * 10)
      place.begin(from)
      followers.push({ who, from, leave: place.leave })
    }
    const write = async () => {
      for (let count = 0; count < 10; count += 1) await makeApp(acme.developer)
    }
    await Promise.all([
      write(),
      write(),
      ...Array.from({ length: 12 }, async (_, index) => delay(index * 8).then(arrive)),
    ])
    const { seq } = await headOf(acme)
    await until(() => followers.every(({ who, from }) => who.seqs.length >= seq - from), 'everyone is told everything')
    for (const { who, from, leave } of followers) {
      expect(who.seqs).toEqual(following(from, seq - from))
      leave()
    }
  })

  test('cuts the stream of a gateway that was retired, and no other', async () => {
    const { id } = need(await as(acme.owner)(registerGateway, { name: 'retired' }))
    const [retired, other] = [follower(id), follower()]
    const { seq } = await headOf(acme)
    const places = [attach(acme, 1, retired), attach(acme, 1, other)]
    for (const place of places) place.begin(seq)
    need(await as(acme.owner)(retireGateway, { gatewayId: id }))
    await until(retired.isClosed, 'the stream is cut')
    expect(other.isClosed()).toBe(false)
    for (const place of places) place.leave()
  })

  test('tells of a new epoch, and ends: what follows is for who has read a new snapshot', async () => {
    const [ours, theirs] = [follower(), follower()]
    const places = [attach(acme, 1, ours), attach(zenith, 1, theirs)]
    places[0]?.begin((await headOf(acme)).seq)
    places[1]?.begin((await headOf(zenith)).seq)
    need(await as(acme.operator)(beginEpoch, {}))
    await until(ours.isClosed, 'the stream ends')
    expect([ours.heard, ours.seqs, theirs.isClosed()]).toEqual([['epoch'], [], false])
    for (const place of places) place.leave()
  })

  test('ends every stream when the portal stops, and takes no more', () => {
    const [open, late] = [follower(), follower()]
    attach(acme, 2, open)
    hub.close()
    attach(acme, 2, late)
    expect([open.isClosed(), late.isClosed()]).toEqual([true, true])
  })
})
