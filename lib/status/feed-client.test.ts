import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Change } from '@/lib/core/changes'
import type { Clock } from '@/lib/status/clock'
import { FeedClient, type FeedClientOptions, type Followers } from '@/lib/status/feed-client'
import { encodeChangeEvent, FEED_VERSION } from '@/lib/status/feed-format'
import type { FeedTransport } from '@/lib/status/feed-transport'
import { Journal } from '@/lib/status/journal'
import { NO_LEASE, restoreLease } from '@/lib/status/lease'
import { anInstance, aPublicKey, aState } from '@/lib/status/testing/known-states'
import { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

let folder: string
let portal: PortalStandIn
let url: string
/** What time has passed beyond what really has. */
let shift: number
let running: { client: FeedClient; journal: Journal }[]
let logged: string[]
const instance = anInstance()

const clock: Clock = {
  monotonic: () => performance.now() + shift,
  wall: () => Math.round(performance.timeOrigin + performance.now() + shift),
  uptime: () => performance.now() + shift,
  boot: 'boot',
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'aura-feed-'))
  shift = 0
  running = []
  logged = []
  portal = new PortalStandIn(aState())
  url = await portal.listen()
})
afterEach(async () => {
  for (const { client, journal } of running) {
    await client.stop()
    journal.close()
  }
  await portal.close()
  rmSync(folder, { recursive: true, force: true })
})

function transportTo(base: string, token = portal.token): FeedTransport {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return {
    async call(method, path, body, signal) {
      const answer = await fetch(base + path, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: answer.status, body: await answer.text() }
    },
    async stream(path, signal) {
      const answer = await fetch(base + path, { headers, signal })
      return {
        status: answer.status,
        chunks: (answer.body ?? new ReadableStream()) as unknown as AsyncIterable<Uint8Array>,
      }
    },
  }
}

const log = (level: string) => (fields: object, message: string) =>
  void logged.push(`${level}: ${message} ${JSON.stringify(fields)}`)

/** A client as a process start would make it, from whatever is in the folder. */
function start(options: Partial<FeedClientOptions> = {}) {
  const { journal, recovered } = Journal.open(folder)
  const restored = recovered.found && recovered.lease ? restoreLease(recovered.lease, clock) : undefined
  const client = new FeedClient({
    transport: transportTo(url),
    journal,
    knowledge: recovered.found ? recovered.knowledge : undefined,
    lease: restored?.lease ?? NO_LEASE,
    portalClock: undefined,
    instance: recovered.found ? recovered.instance : instance,
    boot: 'boot',
    software: 'test',
    clock,
    sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined),
    random: Math.random,
    // A statement of these tests is signed by whoever it names; the real ones are tried with the gateway.
    verifyEpochStatement: async (statement, key) => {
      const match = /^statement (\d+)(?: by (\w))?$/.exec(statement)
      if (!match || key.x[0] !== (match[2] ?? 'E')) return undefined
      const { organization } = aState()
      return { iss: organization.issuer, org: organization.id, epoch: Number(match[1]) }
    },
    onApplied: () => undefined,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...options,
  })
  const process = {
    client,
    journal,
    async kill() {
      running.splice(running.indexOf(process), 1)
      await client.stop()
      journal.close()
    },
  }
  running.push(process)
  client.start()
  return process
}

async function until(condition: () => boolean, what: string, milliseconds = 4_000) {
  const deadline = performance.now() + milliseconds
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}\n${logged.join('\n')}`)
    await wait(3)
  }
}

const revoke = (position: number): Change => ({ kind: 'status', set: [{ value: 1, runs: [[position, 1]] }] })
const acknowledged = (seq: number) => portal.acknowledgements.some((ack) => ack.seq === seq)

/** What a kill at this moment would leave behind. */
function seqOnDisk(): number {
  const copy = mkdtempSync(join(tmpdir(), 'aura-feed-copy-'))
  copyFileSync(join(folder, 'journal'), join(copy, 'journal'))
  const { journal, recovered } = Journal.open(copy)
  journal.close()
  rmSync(copy, { recursive: true, force: true })
  if (!recovered.found) throw new Error(recovered.detail)
  return recovered.knowledge.seq
}

async function following(options?: Partial<FeedClientOptions>) {
  const process = start(options)
  await until(
    () => process.client.isFresh() && process.client.state === 'following' && acknowledged(portal.seq),
    'a live client',
  )
  return process
}

describe('a gateway instance', () => {
  it('at first contact takes a snapshot, gets a lease, and acknowledges what it has', async () => {
    const { client } = await following()
    expect([client.knowledge?.seq, client.knowledge?.epoch.key, portal.leases[0]?.instance]).toEqual([
      10,
      aPublicKey('E'),
      instance,
    ])
    expect(portal.leases[0]).toMatchObject({ version: FEED_VERSION, appliedSeq: 10, epoch: 1, software: 'test' })
    expect(client.remainingLease()).toBeGreaterThan(890_000)
  })

  it('makes a change durable, then applies it and closes what it concerns, and only then acknowledges it', async () => {
    const order: string[] = []
    const { client } = await following({
      onApplied: (affected) => {
        if (affected.kind === 'positions')
          order.push(`closed, ${client.knowledge?.statusAt(7)} in memory, ${seqOnDisk()} on disk`)
      },
    })
    portal.onAcknowledgement = ({ seq }) => {
      if (seq === 11) order.push(`acknowledged, ${seqOnDisk()} on disk`)
    }
    portal.publish(revoke(7))
    await until(() => acknowledged(11), 'the acknowledgement')
    expect(order).toEqual(['closed, 1 in memory, 11 on disk', 'acknowledged, 11 on disk'])
  })

  it('acknowledges a burst by its newest, and loses none of it', async () => {
    const { client } = await following()
    for (let at = 0; at < 90; at += 1) portal.publish(revoke(at))
    await until(() => acknowledged(100), 'the newest')
    expect(portal.acknowledgements.length).toBeLessThan(92)
    expect(Array.from({ length: 90 }, (_, at) => client.knowledge?.statusAt(at))).toEqual(Array(90).fill(1))
    expect(seqOnDisk()).toBe(100)
  })

  it('reads a new snapshot when a change is missing', async () => {
    const { client } = await following()
    portal.commitQuietly(revoke(1))
    portal.publish(revoke(2))
    await until(() => acknowledged(12), 'the acknowledgement')
    expect([portal.snapshotsRead, client.knowledge?.statusAt(1), client.knowledge?.statusAt(2)]).toEqual([2, 1, 1])
  })

  it.each([
    ['a kind of change that it does not know', 'event: change\nid: 11\ndata: {"seq":11,"change":{"kind":"quota"}}\n\n'],
    ['a kind of event that it does not know', 'event: surprise\ndata: {}\n\n'],
    ['nonsense', 'event: change\nid: 11\ndata: {"seq":"11"}\n\n'],
  ])('reads a new snapshot when there comes %s, and applies what came before it', async (_name, text) => {
    const { client } = await following()
    portal.commitQuietly(revoke(4))
    portal.send(
      Buffer.concat([encodeChangeEvent({ seq: 11, change: revoke(4) }), Buffer.from(text.replaceAll('11', '12'))]),
    )
    await until(() => portal.snapshotsRead === 2 && client.state === 'following', 'the snapshot')
    expect(client.knowledge?.statusAt(4)).toBe(1)
  })

  it('says “upgrade” to another version, and is not fresh', async () => {
    portal.overrides.set('/dataplane/snapshot', { status: 200, body: JSON.stringify({ version: FEED_VERSION + 1 }) })
    const { client } = start()
    await until(() => client.state === 'upgrade', 'the word')
    expect(client.isFresh()).toBe(false)
    expect(logged.join('\n')).toContain('upgrade the older one')
  })

  it('finds the portal again by itself when the stream is cut, and misses nothing', async () => {
    const { client } = await following()
    portal.cutStreams()
    portal.commitQuietly(revoke(9))
    await until(() => acknowledged(11), 'the acknowledgement')
    expect([client.knowledge?.statusAt(9), portal.snapshotsRead]).toEqual([1, 1])
  })

  it('gives up a stream that has fallen silent', async () => {
    const { client } = await following({ idleMilliseconds: 150 })
    await wait(300)
    await until(() => logged.some((line) => line.includes('no byte for 150 ms')), 'the watchdog')
    await until(() => client.state === 'following', 'another stream')
  })

  it('whose token was retired keeps what it knows until its lease ends', async () => {
    const { client } = await following()
    portal.overrides.set('/dataplane/changes', { status: 401, body: '{}' })
    portal.cutStreams()
    await until(() => client.state === 'retired', 'the word')
    expect(client.isFresh()).toBe(true)
    shift += 900_000
    expect(client.isFresh()).toBe(false)
  })
})

describe('a lease', () => {
  it('is not extended by a portal that cannot be followed up to its word', async () => {
    portal.renewSeconds = 1
    const { client } = await following()
    portal.overrides.set('/dataplane/changes', { status: 503, body: '{}' })
    portal.cutStreams()
    portal.commitQuietly(revoke(3))
    const renewals = portal.leases.length
    const left = client.remainingLease()
    await until(() => portal.leases.length >= renewals + 2, 'renewals')
    const unextended = client.remainingLease()
    // Renewals are a second apart, and none of them has moved the end.
    expect(unextended).toBeLessThan(left - 900)
    portal.overrides.clear()
    await until(() => acknowledged(11), 'the change')
    expect(client.remainingLease()).toBeGreaterThan(unextended)
  })

  it('is not taken for a portal in the past when a change overtakes the answer', async () => {
    portal.renewSeconds = 1
    const { client } = await following()
    portal.onLease = async () => {
      const seq = portal.publish(revoke(8))
      await until(() => acknowledged(seq), 'the change').catch(() => undefined)
    }
    const renewals = portal.leases.length
    await until(() => portal.leases.length >= renewals + 2, 'renewals')
    portal.onLease = () => undefined
    expect([client.state, portal.snapshotsRead]).toEqual(['following', 1])
  })

  it('judges expiry by the portal’s clock, and alarms when this machine’s is far from it', async () => {
    portal.clockOffset = 3_600_000
    const { client } = await following()
    expect(Math.abs(client.nowSeconds() - (Date.now() / 1_000 + 3_600))).toBeLessThan(2)
    expect(logged.join('\n')).toContain('more than 5 s away')
  })

  it('given back is forgotten on disk before the portal hears of it', async () => {
    const { client, journal, kill } = await following()
    await client.stop()
    const setLease = vi.spyOn(journal, 'setLease')
    const order: string[] = []
    setLease.mockImplementationOnce(async (lease) => {
      await setLease.getMockImplementation()?.(lease)
      order.push(`forgotten, ${portal.releases.length} told`)
    })
    await client.release()
    expect([order, portal.releases, client.isFresh()]).toEqual([
      ['forgotten, 0 told'],
      [{ version: FEED_VERSION, instance }],
      false,
    ])
    await kill()
  })

  it('is not told to be given back when the disk still has it', async () => {
    const { client, journal } = await following()
    await client.stop()
    vi.spyOn(journal, 'setLease').mockRejectedValueOnce(new Error('no space'))
    await expect(client.release()).rejects.toThrow('no space')
    expect(portal.releases).toEqual([])
  })
})

describe('after a restart', () => {
  it('with the portal away, everything acknowledged is still known, until the lease ends and no longer', async () => {
    const first = await following()
    portal.publish(revoke(5))
    await until(() => acknowledged(11), 'the acknowledgement')
    await first.kill()
    portal.overrides.set('/dataplane/changes', { status: 503, body: '' })
    portal.overrides.set('/dataplane/lease', { status: 503, body: '' })
    shift += 600_000
    const { client } = start()
    expect([client.isFresh(), client.knowledge?.statusAt(5)]).toEqual([true, 1])
    expect(client.remainingLease()).toBeLessThanOrEqual(300_000)
    shift += 300_000
    expect(client.isFresh()).toBe(false)
  })

  it('goes on from where it was, as the same instance, without a snapshot', async () => {
    const first = await following()
    await first.kill()
    portal.commitQuietly(revoke(6))
    await following()
    expect([portal.snapshotsRead, portal.acknowledgements.at(-1)]).toEqual([
      1,
      { version: FEED_VERSION, instance, epoch: 1, seq: 11 },
    ])
  })
})

describe('an epoch', () => {
  const newEpoch = (statement: string) =>
    aState({ epoch: { number: 2, statement, key: aPublicKey('X') }, seq: 3, issuedBelow: 50 })

  it('that is vouched for by the pinned key is taken as it is, with a lease of its own', async () => {
    const { client } = await following()
    portal.publish(revoke(5))
    await until(() => acknowledged(11), 'the acknowledgement')
    portal.beginEpoch(newEpoch('statement 2'))
    await until(
      () => client.knowledge?.epoch.number === 2 && client.isFresh() && client.acknowledgedSeq === 3,
      'the epoch',
    )
    expect([
      client.knowledge?.seq,
      client.knowledge?.statusAt(5),
      client.knowledge?.issuedBelow,
      client.knowledge?.epoch.key,
    ]).toEqual([3, 0, 50, aPublicKey('E')])
    expect(portal.acknowledgements.at(-1)).toEqual({ version: FEED_VERSION, instance, epoch: 2, seq: 3 })
  })

  it.each([
    ['nobody’s statement', 'forged'],
    ['a statement by another key, which the snapshot brings along', 'statement 2 by X'],
    ['the statement of another number', 'statement 3'],
    ['the statement of the epoch before', 'statement 1'],
  ])('with %s is refused, and nothing revives', async (_name, statement) => {
    portal.renewSeconds = 1
    const { client } = await following()
    portal.publish(revoke(5))
    await until(() => acknowledged(11), 'the acknowledgement')
    portal.beginEpoch(newEpoch(statement))
    await until(() => client.state === 'epoch_refused', 'the refusal')
    const left = client.remainingLease()
    await wait(1_200)
    expect([client.knowledge?.epoch.number, client.knowledge?.statusAt(5)]).toEqual([1, 1])
    expect(client.remainingLease()).toBeLessThan(left - 1_000)
  })

  it('that goes on with less than was applied is a restored backup: not applied, and no lease from it', async () => {
    portal.renewSeconds = 1
    const { client } = await following()
    portal.publish(revoke(5))
    await until(() => acknowledged(11), 'the acknowledgement')
    portal.restore(aState())
    portal.cutStreams()
    await until(() => client.state === 'portal_went_back', 'the word')
    const left = client.remainingLease()
    await wait(1_200)
    expect([client.knowledge?.seq, client.knowledge?.statusAt(5)]).toEqual([11, 1])
    expect(client.remainingLease()).toBeLessThan(left - 1_000)
    expect(logged.join('\n')).toContain('npm run new-epoch')
  })

  it('of a portal that was restored and has gone on revives nothing either', async () => {
    const { client } = await following()
    portal.publish(revoke(5))
    await until(() => acknowledged(11), 'the acknowledgement')
    portal.restore(aState({ seq: 20 }))
    portal.cutStreams()
    await until(() => client.knowledge?.seq === 20 && client.state === 'following', 'the snapshot')
    expect(client.knowledge?.statusAt(5)).toBe(1)
  })

  it('of another organization is refused', async () => {
    const { client } = await following()
    portal.restore(
      aState({
        organization: { id: 'org_01890000-0000-7000-8000-00000000ffff', issuer: 'https://portal.test/o/demo' },
        seq: 50,
      }),
    )
    portal.send(Buffer.from('event: epoch\ndata: {}\n\n'))
    await until(() => client.state === 'epoch_refused', 'the refusal')
    expect(client.knowledge?.organization.id).toBe(aState().organization.id)
  })
})

describe('followers', () => {
  function aFollower() {
    const heard: string[] = []
    const followers: Followers & { confirmed: Record<number, number> } = {
      confirmed: {},
      replaced: () => void heard.push('replaced'),
      changed: (changes) => void heard.push(`changed ${changes.map(({ seq }) => seq)}`),
      granted: ({ seq }) => void heard.push(`granted at ${seq}`),
      leaseGivenUp: () => void heard.push('lease given up'),
      confirmedSeq: (epoch) => followers.confirmed[epoch] ?? -1,
    }
    return { followers, heard }
  }

  it('keep everything that they have not confirmed from being acknowledged', async () => {
    portal.renewSeconds = 1
    const { followers, heard } = aFollower()
    followers.confirmed = { 1: 10 }
    const { client } = await following({ followers })
    expect(heard.slice(0, 3)).toEqual(['lease given up', 'replaced', 'granted at 10'])
    portal.publish(revoke(5))
    portal.publish(revoke(6))
    const renewals = portal.leases.length
    await until(
      () => heard.join(' ').includes('12') && portal.leases.length > renewals + 1,
      'renewals after the changes',
    )
    expect([acknowledged(11), acknowledged(12), portal.leases.at(-1)?.appliedSeq]).toEqual([false, false, 10])
    followers.confirmed = { 1: 11 }
    client.followersConfirmed()
    await until(() => acknowledged(11), 'what is confirmed')
    followers.confirmed = { 1: Number.POSITIVE_INFINITY }
    client.followersConfirmed()
    await until(() => acknowledged(12), 'the rest, when nobody is waited for')
  })

  it('confirm a new epoch anew, whatever they had confirmed of the one before', async () => {
    const { followers, heard } = aFollower()
    followers.confirmed = { 1: 10 }
    const { client } = await following({ followers })
    heard.length = 0
    portal.beginEpoch(aState({ epoch: { number: 2, statement: 'statement 2', key: aPublicKey('X') }, seq: 3 }))
    await until(() => heard.includes('granted at 3'), 'a lease in the new epoch')
    expect(heard).toEqual(['lease given up', 'replaced', 'granted at 3'])
    expect(portal.acknowledgements.some(({ epoch }) => epoch === 2)).toBe(false)
    followers.confirmed = { 1: 10, 2: 3 }
    client.followersConfirmed()
    await until(() => client.acknowledgedSeq === 3, 'the acknowledgement')
  })
})

describe('a disk that fails', () => {
  it('keeps a change from being acknowledged, but not from being applied', async () => {
    portal.renewSeconds = 1
    const { client, journal } = await following()
    vi.spyOn(journal, 'append').mockImplementation(async () => {
      throw new Error('no space left on device')
    })
    const replace = vi.spyOn(journal, 'replace').mockRejectedValue(new Error('no space left on device'))
    portal.publish(revoke(5))
    await until(() => client.knowledge?.statusAt(5) === 1, 'the change')
    await wait(200)
    expect(acknowledged(11)).toBe(false)
    expect(logged.join('\n')).toContain('The journal cannot be written')
    replace.mockRestore()
    await until(() => acknowledged(11), 'the acknowledgement, when there is space again')
    expect(seqOnDisk()).toBe(11)
  })
})
