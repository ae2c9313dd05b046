import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { statusOf } from '@/lib/core/api-key'
import type { NumberedChange } from '@/lib/core/changes'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import { statusValueOf } from '@/lib/core/status-value'
import { verifyEpochStatement } from '@/lib/crypto/epoch-statements'
import { newIdAt } from '@/lib/crypto/identifiers'
import { acknowledgeChanges } from '@/lib/operations/acknowledge-changes'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { deleteApp } from '@/lib/operations/delete-app'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { followChanges } from '@/lib/operations/follow-changes'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { performForGateway } from '@/lib/operations/perform'
import { readLog } from '@/lib/operations/read-log'
import { readSnapshot } from '@/lib/operations/read-snapshot'
import { registerGateway } from '@/lib/operations/register-gateway'
import { releaseLease } from '@/lib/operations/release-lease'
import { removeMember } from '@/lib/operations/remove-member'
import { renewLease } from '@/lib/operations/renew-lease'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { switchProvider } from '@/lib/operations/switch-provider'
import { queuedBehind } from '@/lib/operations/testing/queued-behind'
import {
  need,
  ORIGIN,
  type Organization,
  openTwoOrganizations,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { viewReceipt } from '@/lib/operations/view-receipt'
import {
  encodeChangeEvent,
  FEED_VERSION,
  type KnownState,
  parseChangeEvent,
  parseSnapshot,
} from '@/lib/status/feed-format'
import { Knowledge } from '@/lib/status/knowledge'

const { platform, sql, databaseUrl, acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()
const agreed = true as const

let named = 0
async function newGateway(organization: Organization) {
  named += 1
  const { id, token } = need(await as(organization.owner)(registerGateway, { name: `gateway ${named}` }))
  const ask: <T>(operation: { input: unknown }, input: object) => Promise<T> = (operation, input) =>
    performForGateway(platform, operation as never, token, ORIGIN, input) as never
  return { id, token, ask }
}
const newInstance = () => newIdAt(new Date())('gatewayInstance')
const headOf = async (organization: Organization) => {
  const [head] = await sql<{ seq: string; epoch: number; next_position: number }>(
    'select seq, epoch, next_position from organization_head where organization_id = $1',
    [organization.id],
  )
  return { seq: Number(head?.seq), epoch: head?.epoch ?? 0, nextPosition: head?.next_position ?? -1 }
}
const renewal = async (instance: GatewayInstanceId, organization = acme, over = {}) => {
  const { seq, epoch } = await headOf(organization)
  return { instance, software: 'gateway 1', sentAt: Date.now(), appliedSeq: seq, epoch, ...over }
}
const gateway = await newGateway(acme)
const renew = async (instance: GatewayInstanceId, over = {}) =>
  need(await performForGateway(platform, renewLease, gateway.token, ORIGIN, await renewal(instance, acme, over)))
const acknowledgeOne = async (token: string, input: object) => {
  const [answer] = await acknowledgeChanges(platform, [{ token, input }])
  return answer as Result<object>
}
const acknowledge = async (instance: GatewayInstanceId, seq: number, token = gateway.token) =>
  acknowledgeOne(token, { instance, seq, epoch: (await headOf(acme)).epoch })
const snapshotOf = async (token: string) => need(await performForGateway(platform, readSnapshot, token, ORIGIN, {}))

interface Owed {
  seq: number
  deadline: Date
  acknowledged_at: Date | null
}
const owedBy = async (instance: string): Promise<Owed[]> =>
  (
    await sql<{ seq: string; deadline: Date; acknowledged_at: Date | null }>(
      'select * from acknowledgement where instance_id = $1 order by seq',
      [instance],
    )
  ).map((row) => ({ ...row, seq: Number(row.seq) }))
const leaseOf = async (instance: string) =>
  (
    await sql<{ lease_ends_at: Date; applied_seq: string; organization_id: string; version: string }>(
      'select * from gateway_instance where id = $1',
      [instance],
    )
  )[0]

/** Nothing known, before the first change of the log: what a replay begins with. */
const nothing = (snapshot: KnownState): KnownState => ({
  organization: snapshot.organization,
  epoch: snapshot.epoch,
  seq: 0,
  issuedBelow: 0,
  lists: [],
  apps: [],
  signingKeys: [],
  keyLimits: [],
  keyEndings: [],
})
const byId = <T extends { id: string }>(rows: readonly T[]) => [...rows].sort((a, b) => (a.id < b.id ? -1 : 1))
const comparable = (state: KnownState) => ({
  ...state,
  // Trailing lists that are all valid may be missing.
  lists: undefined,
  apps: byId(state.apps),
  keyLimits: [...state.keyLimits].sort((a, b) => a.position - b.position),
  keyEndings: [...state.keyEndings].sort((a, b) => a.position - b.position),
  signingKeys: [...state.signingKeys].sort((a, b) => (a.kid < b.kid ? -1 : 1)),
})

const STEPS = [
  ...['app', 'key', 'key', 'limited key', 'limits', 'secret'],
  ...['disable', 'enable', 'revoke', 'rotate', 'provider', 'delete'],
] as const
const addresses = ['10.0.0.0/8']

describe('what a gateway learns', () => {
  test('from a snapshot is what it would learn from the whole log, and what `statusOf` says of each key, after any operations', async () => {
    const developers = [acme.developer, acme.otherDeveloper] as const
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            what: fc.constantFrom(...STEPS),
            which: fc.nat(30),
            who: fc.nat(1),
          }),
          { minLength: 6, maxLength: 12 },
        ),
        async (steps) => {
          const apps = [await makeApp(acme.owner)]
          const keys = [await makeKey(acme.owner, apps[0] as { id: string })]
          for (const { what, which, who } of steps) {
            const app = apps[which % apps.length] as (typeof apps)[number]
            const apiKeyId = (keys[which % keys.length] as (typeof keys)[number]).id
            const owner = as(acme.owner)
            // What is refused changes nothing, which is as good.
            if (what === 'app') apps.push(await makeApp(developers[who] ?? acme.developer))
            else if (what === 'key' || what === 'limited key')
              await makeKey(
                developers[who] ?? acme.developer,
                app,
                what === 'key' ? {} : { limits: { rate: null, addresses } },
              ).then(
                (key) => keys.push(key),
                () => undefined,
              )
            else if (what === 'limits')
              await owner(changeApiKeyLimits, {
                apiKeyId,
                limits: { rate: null, addresses: which % 2 ? addresses : [] },
              })
            else if (what === 'secret') await owner(makeUpstreamSecret, { appId: app.id, replaces: null })
            else if (what === 'disable') await owner(disableApiKey, { apiKeyId })
            else if (what === 'enable') await owner(enableApiKey, { apiKeyId })
            else if (what === 'revoke') await owner(revokeApiKey, { apiKeyId, agreed })
            else if (what === 'rotate')
              await owner(rotateApiKey, { apiKeyId, ending: which % 2 ? 'now' : '24h', expiration: '30d' }).then(
                (rotated) => rotated.ok && keys.push(rotated.value),
              )
            else if (what === 'provider')
              await owner(
                switchProvider,
                which % 2 === 0 ? { appId: app.id, enabled: true } : { appId: app.id, enabled: false, impact: UNSEEN },
              )
            else await owner(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN })
          }
          const snapshot = parseSnapshot(JSON.parse(JSON.stringify(await snapshotOf(gateway.token))))
          const { changes } = await readLog(platform, acme.id, 0)
          const replayed = new Knowledge(nothing(snapshot))
          // As they are on the wire.
          for (const change of changes) replayed.apply(parseChangeEvent(dataOf(change)))
          const known = new Knowledge(snapshot)
          expect(comparable(replayed.state())).toEqual(comparable(known.state()))
          const now = new Date()
          for (const row of await sql<{
            position: number
            revoked_at: Date
            departure_id: null
            app_deleted_at: Date
            disabled_at: Date
            expires_at: Date
            ends_at: Date
          }>('select * from api_key where organization_id = $1', [acme.id])) {
            const status = statusOf(
              {
                revokedAt: row.revoked_at,
                departureId: row.departure_id,
                appDeletedAt: row.app_deleted_at,
                disabledAt: row.disabled_at,
                expiresAt: row.expires_at,
                endsAt: row.ends_at,
              },
              now,
            )
            expect(known.statusAt(row.position)).toBe(statusValueOf(status))
            expect(replayed.statusAt(row.position)).toBe(statusValueOf(status))
            expect(known.endingAt(row.position)).toBe(
              row.revoked_at || !row.ends_at ? undefined : row.ends_at.getTime() / 1000,
            )
          }
          expect(known.statusAt((await headOf(acme)).nextPosition)).toBeUndefined()
        },
      ),
      { numRuns: 4 },
    )
  })

  test('is of its own organization alone', async () => {
    const app = await makeApp(zenith.owner)
    await makeKey(zenith.owner, app)
    const [ours, theirs] = [await snapshotOf(gateway.token), await snapshotOf((await newGateway(zenith)).token)]
    expect(JSON.stringify(ours)).not.toContain(app.id)
    expect(theirs.apps.map(({ id }) => id)).toEqual([app.id])
    expect(theirs.issuedBelow).toBe(1)
    const kids = new Set(ours.signingKeys.map(({ kid }) => kid))
    expect(theirs.signingKeys.filter(({ kid }) => kids.has(kid))).toEqual([])
  })

  test('goes on where it stopped: from any seq, what follows it; beyond the head or in another epoch, a new snapshot', async () => {
    const { seq, epoch } = await headOf(acme)
    const follow = (after: number, of = epoch) =>
      performForGateway(platform, followChanges, gateway.token, ORIGIN, { epoch: of, after })
    for (const after of [0, seq - 1, seq]) {
      const beginning = need(await follow(after))
      expect(beginning.seq).toBe(seq)
      expect(beginning.missed.map((change) => change.seq)).toEqual(
        Array.from({ length: seq - after }, (_, index) => after + 1 + index),
      )
    }
    expect(refusal(await follow(seq + 1))).toBe('unknown_epoch')
    expect(refusal(await follow(0, epoch + 1))).toBe('unknown_epoch')
  })
})

describe('who may follow', () => {
  test('is who holds the token of a gateway that is not retired', async () => {
    const { id, token } = await newGateway(acme)
    const instance = newInstance()
    const asks = async () => [
      await performForGateway(platform, readSnapshot, token, ORIGIN, {}),
      await performForGateway(platform, followChanges, token, ORIGIN, { epoch: 1, after: 0 }),
      await performForGateway(platform, renewLease, token, ORIGIN, await renewal(instance)),
      await acknowledgeOne(token, { instance, seq: 0, epoch: 1 }),
    ]
    expect((await asks()).map(({ ok }) => ok)).toEqual([true, true, true, true])
    need(await as(acme.owner)(retireGateway, { gatewayId: id }))
    expect((await asks()).map(refusal)).toEqual(Array.from({ length: 4 }, () => 'gateway_token_refused'))
    for (const wrong of ['', 'agt_', token.slice(0, -1), `${token}x`, 'agt_'.padEnd(47, 'A')]) {
      expect(refusal(await performForGateway(platform, readSnapshot, wrong, ORIGIN, {}))).toBe('gateway_token_refused')
    }
  })

  test('a token is kept as its hash alone', async () => {
    const { token } = await newGateway(acme)
    const rows = await sql<{ row: string }>('select g::text as row from gateway g')
    expect(rows.map(({ row }) => row).join()).not.toContain(token.slice(4))
  })

  test.each(['another gateway of the organization', 'a gateway of another organization'])(
    '%s has no say about an instance: it neither renews, acknowledges nor releases it',
    async (who) => {
      const instance = newInstance()
      await renew(instance)
      const key = await makeKey(acme.developer, await makeApp(acme.developer))
      const { seq } = need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed }))
      const other = await newGateway(who.startsWith('another') ? acme : zenith)
      const organization = who.startsWith('another') ? acme : zenith
      const [lease, owed] = [await leaseOf(instance), await owedBy(instance)]
      expect(owed.map((row) => row.seq)).toEqual([seq])
      expect(
        refusal(
          await performForGateway(
            platform,
            renewLease,
            other.token,
            ORIGIN,
            await renewal(instance, organization, { software: 'intruder' }),
          ),
        ),
      ).toBe('gateway_token_refused')
      await acknowledgeOne(other.token, { instance, ...(await headOf(organization)) })
      await performForGateway(platform, releaseLease, other.token, ORIGIN, { instance })
      expect(await leaseOf(instance)).toEqual(lease)
      expect(await owedBy(instance)).toEqual(owed)
    },
  )
})

describe('acknowledgements that come at the same time', () => {
  const revokeOne = async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    return need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed })).seq
  }

  test('are judged each for itself, of whatever organization, and stored together', async () => {
    const [retired, theirs] = [await newGateway(acme), await newGateway(zenith)]
    const [one, other, ofRetired, foreign] = [newInstance(), newInstance(), newInstance(), newInstance()]
    for (const instance of [one, other]) await renew(instance)
    need(await performForGateway(platform, renewLease, retired.token, ORIGIN, await renewal(ofRetired)))
    need(await performForGateway(platform, renewLease, theirs.token, ORIGIN, await renewal(foreign, zenith)))
    const first = await revokeOne()
    const second = await revokeOne()
    need(await as(acme.owner)(retireGateway, { gatewayId: retired.id }))
    const { epoch, seq: head } = await headOf(acme)
    const { seq: theirHead } = await headOf(zenith)
    const say = (token: string, input: object) => ({ token, input: { epoch, ...input } })
    const answers = await acknowledgeChanges(platform, [
      say(gateway.token, { instance: one, seq: second }),
      say(gateway.token, { instance: one, seq: first }),
      say(gateway.token, { instance: other, seq: first }),
      say(gateway.token, { instance: other, seq: head + 1 }),
      say(gateway.token, { instance: other, seq: head, epoch: epoch + 1 }),
      say(gateway.token, { instance: ofRetired, seq: head }),
      say(retired.token, { instance: ofRetired, seq: head }),
      say(theirs.token, { instance: foreign, seq: theirHead, epoch: (await headOf(zenith)).epoch }),
      say(theirs.token, { instance: one, seq: 'x' }),
      say('agt_nobody’s', { instance: one, seq: 'x' }),
      say(gateway.token, { instance: newInstance(), seq: head }),
    ])
    expect(answers.map(refusal)).toEqual([
      undefined,
      undefined,
      undefined,
      'unknown_epoch',
      'unknown_epoch',
      'gateway_token_refused',
      'gateway_token_refused',
      undefined,
      'invalid_input',
      'gateway_token_refused',
      undefined,
    ])
    const open = async (instance: GatewayInstanceId) =>
      (await owedBy(instance)).filter((row) => row.acknowledged_at === null).map(({ seq }) => seq)
    expect([await open(one), await open(other), await open(ofRetired)]).toEqual([[], [second], [first, second]])
  })

  test('take their instances by id, so that portals which store many of them never wait for each other in a circle', async () => {
    const [low, high] = [newInstance(), newInstance()].sort() as [GatewayInstanceId, GatewayInstanceId]
    // Stored the other way round, so that neither table nor statement has them in that order.
    for (const instance of [high, low]) await renew(instance)
    const { seq, epoch } = await headOf(acme)
    const both = [high, low].map((instance) => ({ token: gateway.token, input: { instance, seq, epoch } }))
    const holder = new pg.Client({ connectionString: databaseUrl })
    await holder.connect()
    try {
      await holder.query('begin')
      const held = await holder.query('select pg_backend_pid() as pid from gateway_instance where id = $1 for update', [
        low,
      ])
      const together = acknowledgeChanges(platform, both)
      const isWaiting = async () =>
        (await sql('select 1 from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [held.rows[0].pid])).length >
        0
      while (!(await isWaiting())) await delay(2)
      // While the lower one is waited for, the higher one is anybody's.
      need(await acknowledge(high, seq))
      await holder.query('commit')
      for (const answer of await together) need(answer)
    } finally {
      await holder.end()
    }
  })
})

describe('a lease', () => {
  const revokeOne = async () => {
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    return () => as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed })
  }
  const head = { text: 'select 1 from organization_head where organization_id = $1 for update', values: [acme.id] }

  test('that is renewed before a change commits is waited for: the change knows its end', async () => {
    const [instance, revoke] = [newInstance(), await revokeOne()]
    const [renewed, revoked] = await queuedBehind(databaseUrl, head, [() => renew(instance), revoke])
    const { seq } = need(revoked)
    expect(renewed.seq).toBe(seq - 1)
    const lease = await leaseOf(instance)
    expect(await owedBy(instance)).toEqual([
      expect.objectContaining({ seq, deadline: lease?.lease_ends_at, acknowledged_at: null }),
    ])
    expect(lease?.lease_ends_at.getTime()).toBe(renewed.now + platform.settings.stalenessSeconds * 1000)
  })

  test('that is renewed after a change commits is answered with that change, which has to be applied first', async () => {
    const [instance, revoke] = [newInstance(), await revokeOne()]
    const wanted = await renewal(instance)
    const [revoked, renewed] = await queuedBehind(databaseUrl, head, [
      revoke,
      async () => need(await performForGateway(platform, renewLease, gateway.token, ORIGIN, wanted)),
    ])
    expect(renewed.seq).toBe(need(revoked).seq)
    expect(await owedBy(instance)).toEqual([])
  })

  test('is not given in another epoch, nor to who knows more than the log: their answer says where the log is, and nothing is recorded', async () => {
    const instance = newInstance()
    const { seq, epoch } = await headOf(acme)
    for (const over of [{ epoch: epoch + 1 }, { appliedSeq: seq + 1 }]) {
      expect(await renew(instance, over)).toMatchObject({ version: FEED_VERSION, epoch, seq })
      expect(await leaseOf(instance)).toBeUndefined()
    }
  })

  test('that has run out owes nothing for what comes after', async () => {
    const instance = newInstance()
    await renew(instance)
    await sql(`update gateway_instance set lease_ends_at = clock_timestamp() where id = $1`, [instance])
    need(await (await revokeOne())())
    expect(await owedBy(instance)).toEqual([])
  })

  test('that is given back ends at once, and so does the waiting of every open receipt', async () => {
    const instance = newInstance()
    await renew(instance)
    const { seq } = need(await (await revokeOne())())
    const before = need(await as(acme.reader)(viewReceipt, { seq }))
    expect(before.entries.some((entry) => entry.instanceId === instance)).toBe(true)
    need(await performForGateway(platform, releaseLease, gateway.token, ORIGIN, { instance }))
    const [now] = await sql<{ now: Date }>('select clock_timestamp() as now')
    expect((await leaseOf(instance))?.lease_ends_at.getTime()).toBeLessThanOrEqual(now?.now.getTime() ?? 0)
    const [owed] = await owedBy(instance)
    expect(owed?.deadline.getTime()).toBeLessThanOrEqual(now?.now.getTime() ?? 0)
    expect(owed?.acknowledged_at).toBeNull()
  })

  test('of a retired gateway can still be given back, by that gateway alone: no receipt waits for what has stopped', async () => {
    const [retiring, neighbor, foreign] = [await newGateway(acme), await newGateway(acme), await newGateway(zenith)]
    const instance = newInstance()
    need(await performForGateway(platform, renewLease, retiring.token, ORIGIN, await renewal(instance)))
    for (const { id } of [retiring, neighbor]) need(await as(acme.owner)(retireGateway, { gatewayId: id }))
    need(await as(zenith.owner)(retireGateway, { gatewayId: foreign.id }))
    need(await (await revokeOne())())
    const [lease, owed] = [await leaseOf(instance), await owedBy(instance)]
    for (const { token } of [neighbor, foreign])
      expect(refusal(await performForGateway(platform, releaseLease, token, ORIGIN, { instance }))).toBe(
        'gateway_token_refused',
      )
    expect([await leaseOf(instance), await owedBy(instance)]).toEqual([lease, owed])
    need(await performForGateway(platform, releaseLease, retiring.token, ORIGIN, { instance }))
    const [{ waiting } = { waiting: -1 }] = await sql<{ waiting: number }>(
      'select count(*)::int as waiting from acknowledgement where instance_id = $1 and acknowledged_at is null and deadline > clock_timestamp()',
      [instance],
    )
    expect([owed.length, waiting]).toEqual([1, 0])
  })

  test('that is given back while a change commits leaves no receipt waiting for it', async () => {
    const [instance, revoke] = [newInstance(), await revokeOne()]
    await renew(instance)
    const [revoked, released] = await queuedBehind(databaseUrl, head, [
      revoke,
      () => performForGateway(platform, releaseLease, gateway.token, ORIGIN, { instance }),
    ])
    expect([revoked.ok, released.ok]).toEqual([true, true])
    const [{ late } = { late: -1 }] = await sql<{ late: number }>(
      'select count(*)::int as late from acknowledgement where instance_id = $1 and acknowledged_at is null and deadline > clock_timestamp()',
      [instance],
    )
    expect(late).toBe(0)
  })

  test('and an acknowledgement of one process never wait for each other in a circle', async () => {
    const instance = newInstance()
    await renew(instance)
    need(await (await revokeOne())())
    need(await (await revokeOne())())
    const { seq } = await headOf(acme)
    // Who acknowledges has filled the first receipt and waits for the last; who gives back has come to the first.
    const row = {
      text: 'select 1 from acknowledgement where instance_id = $1 and seq = $2 for update',
      values: [instance, seq],
    }
    const outcomes = await queuedBehind(databaseUrl, row, [
      () => acknowledge(instance, seq),
      () => performForGateway(platform, releaseLease, gateway.token, ORIGIN, { instance }),
    ])
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true])
  })
})

describe('a receipt', () => {
  test('is filled up to what was acknowledged, and no further, for that instance alone', async () => {
    const [one, other] = [newInstance(), newInstance()]
    await renew(one)
    await renew(other)
    const app = await makeApp(acme.developer)
    const seqs: number[] = []
    for (let count = 0; count < 3; count += 1) {
      const key = await makeKey(acme.developer, app)
      seqs.push(need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed })).seq)
    }
    need(await acknowledge(one, (seqs[1] ?? 0) - 1))
    const filled = async (instance: string) =>
      (await owedBy(instance)).map(({ acknowledged_at }) => acknowledged_at !== null)
    expect([await filled(one), await filled(other)]).toEqual([
      [true, false, false],
      [false, false, false],
    ])
    const [first] = await owedBy(one)
    need(await acknowledge(one, seqs[2] ?? 0))
    expect(await filled(one)).toEqual([true, true, true])
    // The moment of the first acknowledgement stays.
    expect((await owedBy(one))[0]).toEqual(first)
    need(await acknowledge(one, 0))
    expect(Number((await leaseOf(one))?.applied_seq)).toBe(seqs[2])
    expect(refusal(await acknowledge(one, (await headOf(acme)).seq + 1))).toBe('unknown_epoch')
  })

  test('is kept for what can stop a key, and not for what cannot', async () => {
    const instance = newInstance()
    await renew(instance)
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    expect(await owedBy(instance)).toEqual([])
    need(await as(acme.developer)(disableApiKey, { apiKeyId: key.id }))
    expect(await owedBy(instance)).toHaveLength(1)
    need(await as(acme.developer)(enableApiKey, { apiKeyId: key.id }))
    expect(await owedBy(instance)).toHaveLength(1)
    need(await as(acme.developer)(switchProvider, { appId: app.id, enabled: false, impact: UNSEEN }))
    expect(await owedBy(instance)).toHaveLength(2)
    need(await as(acme.developer)(deleteApp, { appId: app.id, confirmation: app.name, impact: UNSEEN }))
    expect(await owedBy(instance)).toHaveLength(4)
  })

  test('is complete once every instance has acknowledged, and tells nobody outside the organization', async () => {
    const instance = newInstance()
    await sql('update gateway_instance set lease_ends_at = clock_timestamp()')
    await renew(instance)
    const key = await makeKey(acme.developer, await makeApp(acme.developer))
    const { seq } = need(await as(acme.developer)(revokeApiKey, { apiKeyId: key.id, agreed }))
    expect(need(await as(acme.reader)(viewReceipt, { seq }))).toMatchObject({
      complete: false,
      entries: [{ instanceId: instance, acknowledgedAt: null }],
    })
    need(await acknowledge(instance, seq))
    expect(need(await as(acme.reader)(viewReceipt, { seq }))).toMatchObject({
      complete: true,
      entries: [{ instanceId: instance, acknowledgedAt: expect.any(String) }],
    })
    const foreign = await as(zenith.owner)(viewReceipt, { seq })
    expect(refusal(foreign)).toBe('receipt_not_found')
    expect(await as(zenith.owner)(viewReceipt, { seq: 999_999 })).toEqual(foreign)
  })
})

test('a leaver’s keys are one row of the log, however many they are', async () => {
  const app = await makeApp(acme.owner)
  for (let count = 0; count < 4; count += 1) await makeKey(acme.otherDeveloper, app)
  const before = await headOf(acme)
  need(await as(acme.owner)(removeMember, { membershipId: acme.otherDeveloper.membershipId, impact: UNSEEN }))
  const { changes } = await readLog(platform, acme.id, before.seq)
  expect(changes.map(({ change }) => change.kind)).toEqual(['status'])
})

test('a new epoch is signed by the key that the organization pinned, spends every position that may be lost, and revokes it', async () => {
  const before = await snapshotOf(gateway.token)
  const foreign = await headOf(zenith)
  const { epoch } = need(await as(acme.operator)(beginEpoch, {}))
  const after = parseSnapshot(JSON.parse(JSON.stringify(await snapshotOf(gateway.token))))
  expect([before.epoch.number, epoch, after.epoch.number]).toEqual([1, 2, 2])
  expect(after.epoch.key).toEqual(before.epoch.key)
  for (const { epoch: of } of [before, after]) {
    expect(await verifyEpochStatement(of.statement, before.epoch.key)).toMatchObject({
      iss: acme.issuer,
      org: acme.id,
      epoch: of.number,
    })
  }
  expect(after.issuedBelow - before.issuedBelow).toBeGreaterThanOrEqual(65_536)
  const known = new Knowledge(after)
  for (const position of [before.issuedBelow, before.issuedBelow + 1, after.issuedBelow - 1])
    expect(known.statusAt(position)).toBe(1)
  expect(known.statusAt(after.issuedBelow)).toBeUndefined()
  const key = await makeKey(acme.owner, await makeApp(acme.owner))
  const [{ position } = { position: -1 }] = await sql<{ position: number }>(
    'select position from api_key where id = $1',
    [key.id],
  )
  expect(position).toBe(after.issuedBelow)
  expect(new Knowledge(await snapshotOf(gateway.token)).statusAt(position)).toBe(0)
  expect(refusal(await performForGateway(platform, followChanges, gateway.token, ORIGIN, { epoch: 1, after: 0 }))).toBe(
    'unknown_epoch',
  )
  expect(await headOf(zenith)).toEqual(foreign)
})

/** What stands behind `data:` in a change's server-sent event. */
const dataOf = (change: NumberedChange) =>
  /^data: (.*)$/m.exec(new TextDecoder().decode(encodeChangeEvent(change)))?.[1] ?? ''
