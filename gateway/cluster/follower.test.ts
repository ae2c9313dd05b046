import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Follower } from '@/gateway/cluster/follower'
import type { Update } from '@/gateway/cluster/messages'
import { Replica } from '@/gateway/cluster/replica'
import type { Change } from '@/lib/core/changes'
import type { Clock } from '@/lib/status/clock'
import { type Affected, Knowledge } from '@/lib/status/knowledge'
import { type Lease, type LeaseGrant, NO_LEASE, withApplied, withGrant } from '@/lib/status/lease'
import type { PortalClock } from '@/lib/status/portal-clock'
import { aPublicKey, aState } from '@/lib/status/testing/known-states'

const clock: Clock = {
  monotonic: () => performance.now(),
  wall: Date.now,
  uptime: () => performance.now(),
  boot: 'boot',
}
const revoke = (position: number): Change => ({ kind: 'status', set: [{ value: 1, runs: [[position, 1]] }] })

/** A primary's feed, one worker, and the wire between them, on which a message is as far as the test lets it come. */
function aCluster(knows: 'something' | 'nothing' = 'something') {
  const feed = {
    knowledge: knows === 'something' ? new Knowledge(aState()) : undefined,
    lease: NO_LEASE as Lease,
    portalClock: undefined as PortalClock | undefined,
    state: 'following' as const,
  }
  const wire: Update[] = []
  const affected: Affected[] = []
  const replica = new Replica(clock)
  const follower = new Follower({ feed, clock, send: (update) => wire.push(structuredClone(update)) })
  const cluster = {
    feed,
    wire,
    affected,
    replica,
    follower,
    change(...changes: Change[]) {
      const numbered = changes.map((change) => ({ seq: (feed.knowledge?.seq ?? 0) + 1, change }))
      for (const one of numbered) feed.knowledge?.apply(one)
      feed.lease = withApplied(feed.lease, feed.knowledge?.seq ?? -1)
      follower.changed(numbered)
    },
    grant(grant: LeaseGrant) {
      feed.portalClock = { portal: 1_700_000_000_000, monotonic: clock.monotonic() }
      feed.lease = withGrant(feed.lease, grant, feed.knowledge?.seq ?? -1)
      follower.granted(grant)
    },
    newEpoch() {
      feed.lease = NO_LEASE
      follower.leaseGivenUp()
      const number = (feed.knowledge?.epoch.number ?? 0) + 1
      feed.knowledge = new Knowledge(
        aState({ epoch: { number, statement: `statement ${number}`, key: aPublicKey('E') }, seq: 3 }),
      )
      follower.replaced()
    },
    newSnapshot() {
      feed.knowledge = feed.knowledge?.mergedWith(aState({ ...feed.knowledge.state(), seq: feed.knowledge.seq + 4 }))
      feed.lease = withApplied(feed.lease, feed.knowledge?.seq ?? -1)
      follower.replaced()
    },
    /** The worker reads what is on its way, and its confirmation comes back. */
    deliver() {
      const update = wire.shift()
      if (!update) return
      replica.take(update, (one) => affected.push(one))
      const known = replica.knowledge
      follower.applied({
        kind: 'applied',
        number: update.number,
        known: known ? { epoch: known.epoch.number, seq: known.seq } : null,
      })
    },
    settle() {
      while (wire.length > 0) cluster.deliver()
    },
  }
  return cluster
}

const inAnHour = () => clock.monotonic() + 3_600_000

describe('what the primary counts on', () => {
  it('is never more than what the worker judges by, in whatever order things happen', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.nat(99).map((position) => ({ do: 'change', position }) as const) },
      { weight: 4, arbitrary: fc.constant({ do: 'deliver' } as const) },
      { weight: 2, arbitrary: fc.nat(3).map((ahead) => ({ do: 'grant', ahead }) as const) },
      {
        weight: 1,
        arbitrary: fc.constantFrom({ do: 'snapshot' } as const, { do: 'epoch' } as const, { do: 'tick' } as const),
      },
    )
    fc.assert(
      fc.property(fc.boolean(), fc.array(step, { maxLength: 60 }), (knowsFirst, steps) => {
        const cluster = aCluster(knowsFirst ? 'something' : 'nothing')
        const { feed, follower, replica } = cluster
        const granted: { epoch: number; seq: number }[] = []
        for (const one of steps) {
          if (one.do === 'deliver') cluster.deliver()
          else if (one.do === 'tick') follower.tick()
          else if (one.do === 'epoch') cluster.newEpoch()
          else if (!feed.knowledge) continue
          else if (one.do === 'change') cluster.change(revoke(one.position))
          else if (one.do === 'snapshot') cluster.newSnapshot()
          else {
            const seq = feed.knowledge.seq + one.ahead
            granted.push({ epoch: feed.knowledge.epoch.number, seq })
            cluster.grant({ seq, end: inAnHour() })
          }
          expect(cluster.wire.length).toBeLessThanOrEqual(1)
          if (!replica.isFresh() || !replica.knowledge) continue
          const served = replica.knowledge
          if (feed.knowledge && follower.confirmedSeq(feed.knowledge.epoch.number) >= 0) {
            expect(served.epoch.number).toBe(feed.knowledge.epoch.number)
            expect(served.seq).toBeGreaterThanOrEqual(follower.confirmedSeq(feed.knowledge.epoch.number))
          }
          // It answers by no lease but one whose `seq` it has applied.
          expect(granted.some(({ epoch, seq }) => epoch === served.epoch.number && seq <= served.seq)).toBe(true)
        }
        cluster.settle()
        expect(replica.knowledge?.state()).toEqual(feed.knowledge?.state())
        expect(replica.isFresh()).toBe(feed.lease.end !== undefined)
      }),
      { numRuns: 300 },
    )
  })

  it('is nothing as long as the worker knows nothing, and then at least what it was told first', () => {
    const cluster = aCluster('nothing')
    expect(cluster.follower.confirmedSeq(1)).toBe(Number.POSITIVE_INFINITY)
    cluster.settle()
    expect(cluster.replica.isFresh()).toBe(false)
    cluster.feed.knowledge = new Knowledge(aState())
    cluster.follower.replaced()
    expect([cluster.follower.confirmedSeq(1), cluster.follower.confirmedSeq(2)]).toEqual([10, -1])
    cluster.change(revoke(1))
    expect(cluster.follower.confirmedSeq(1)).toBe(10)
    cluster.settle()
    expect(cluster.follower.confirmedSeq(1)).toBe(11)
  })

  it('does not grow with the word of a worker about something else', () => {
    const cluster = aCluster()
    cluster.follower.applied({ kind: 'applied', number: 7, known: { epoch: 1, seq: 99 } })
    expect(cluster.follower.confirmedSeq(1)).toBe(10)
  })
})

describe('a worker', () => {
  it('judges by a lease only once it has applied what the portal knew when it granted it', () => {
    const cluster = aCluster()
    cluster.settle()
    cluster.grant({ seq: 11, end: inAnHour() })
    cluster.settle()
    expect(cluster.replica.isFresh()).toBe(false)
    cluster.change(revoke(1))
    cluster.settle()
    expect(cluster.replica.isFresh()).toBe(true)
    expect(Math.abs(cluster.replica.nowSeconds() - 1_700_000_000)).toBeLessThan(60)
  })

  it('that comes later gets the lease that stands, and no longer one', () => {
    const cluster = aCluster()
    const end = clock.monotonic() + 60_000
    cluster.grant({ seq: 10, end })
    const replica = new Replica(clock)
    new Follower({ feed: cluster.feed, clock, send: (update) => replica.take(update, () => undefined) })
    expect(replica.isFresh()).toBe(true)
    expect(replica.remainingLease()).toBeLessThanOrEqual(60_000)
  })

  it('closes what a change concerns before it confirms it', () => {
    const cluster = aCluster()
    cluster.settle()
    cluster.affected.length = 0
    cluster.change(revoke(1))
    cluster.deliver()
    expect(cluster.affected).toEqual([{ kind: 'positions', runs: [[1, 1]] }])
  })

  it('that falls far behind is told everything, instead of a queue that grows', () => {
    const cluster = aCluster()
    for (let times = 0; times < 6_000; times += 1) cluster.change(revoke(times % 100))
    expect(cluster.wire).toHaveLength(1)
    cluster.deliver()
    expect([cluster.wire.length, cluster.wire[0]?.changes.length, cluster.wire[0]?.state?.seq]).toEqual([1, 0, 6_010])
    cluster.settle()
    expect(cluster.replica.knowledge?.seq).toBe(6_010)
  })

  it('is asked every second, and hangs when it has not answered five times', () => {
    const cluster = aCluster()
    for (let seconds = 0; seconds < 20; seconds += 1) {
      cluster.settle()
      expect(cluster.follower.tick()).toBe(true)
    }
    expect(Array.from({ length: 5 }, () => cluster.follower.tick())).toEqual([true, true, true, true, false])
  })

  it('ends rather than to judge by what does not follow what it knows', () => {
    const cluster = aCluster()
    const [first] = cluster.wire
    cluster.settle()
    const gap = { ...(first as Update), changes: [{ seq: 12, change: revoke(1) }] }
    const { state: _, ...changesOnly } = gap
    expect(() => cluster.replica.take(changesOnly, () => undefined)).toThrow('does not follow')
    const unknown = { ...changesOnly, changes: [{ seq: 11, change: { kind: 'quota' } as unknown as Change }] }
    expect(() => cluster.replica.take(unknown, () => undefined)).toThrow('unknown kind')
  })
})
