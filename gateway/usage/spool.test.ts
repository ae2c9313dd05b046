import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '@/gateway/log'
import { temporaryFolder } from '@/gateway/testing/running-gateway'
import { Spool } from '@/gateway/usage/spool'
import { decodeRecord } from '@/gateway/usage/spool-format'
import { keyId, someApps } from '@/gateway/usage/testing/requests'
import { type Gap, UsageTally } from '@/gateway/usage/usage-tally'

const HOUR = 490_000
let folder: ReturnType<typeof temporaryFolder>
let gaps: Gap[]
let now: number

beforeEach(() => {
  folder = temporaryFolder()
  gaps = []
  now = HOUR * 3_600_000
})
afterEach(() => folder.remove())

const open = (mostBytes: number) =>
  Spool.open({
    folder: folder.path,
    now: () => now,
    mostBytes,
    log: createLog('silent'),
    onGap: (gap) => gaps.push(gap),
  })
const size = () => readdirSync(folder.path).reduce((sum, name) => sum + statSync(join(folder.path, name)).size, 0)

/** What 200 keys did in a while. */
function aTally(firstKey: number): UsageTally {
  const tally = new UsageTally()
  for (let key = firstKey; key < firstKey + 200; key += 1) {
    const at = now
    const seen = { address: '192.0.2.1', verdict: 'accepted' as const }
    tally.add({
      key: keyId(key),
      counts: [{ app: someApps[0]?.id ?? '', hour: HOUR, verdict: 'accepted', n: 1 }],
      used: { at, agent: 'x', ...seen },
      knocked: undefined,
      callers: [{ agent: `agent ${now}`, first: at, last: at, n: 1, ...seen }],
      requests: Array.from({ length: 3 }, (_, n) => ({
        at,
        method: 'GET',
        path: `/${n}`,
        status: 200,
        ms: 1,
        ...seen,
      })),
    })
  }
  return tally
}

async function deliverAll(spool: Spool) {
  const found = { total: 0, callers: 0, batches: new Set<string>() }
  for (let head = spool.head; head; head = spool.head) {
    const contents = await spool.read(head)
    for (const text of contents?.texts ?? []) {
      const record = decodeRecord(text)
      found.batches.add(`${contents?.spool} ${record?.number}`)
      for (const { counts, callers } of record?.keys ?? []) {
        found.total += counts.reduce((sum, { n }) => sum + n, 0)
        found.callers += callers.length
      }
    }
    await spool.remove(head)
  }
  return found
}

describe('a spool that outgrows its bound', () => {
  const MOST = 400_000

  it('drops callers and requests, adds counts of the same keys up, and says so; no count is lost', async () => {
    const { spool } = await open(MOST)
    for (let round = 0; round < 60; round += 1) {
      await spool.seal(aTally(0))
      await spool.save(new UsageTally(), [], false)
      expect(size()).toBeLessThan(MOST * 1.5)
      now += 60_000
    }
    await spool.close()
    expect(gaps.every(({ reason }) => reason === 'disk_full')).toBe(true)
    expect(gaps.length).toBeGreaterThan(0)
    // Another process finds the same.
    const again = await open(MOST)
    const { total, callers, batches } = await deliverAll(again.spool)
    expect(total).toBe(60 * 200)
    expect(callers).toBeLessThan(60 * 200)
    expect(batches.size).toBeLessThan(60)
    expect(size()).toBeLessThan(1_000)
  })

  it('leaves the file alone that may be on its way', async () => {
    const { spool } = await open(1)
    await spool.seal(aTally(0))
    const head = spool.head
    for (let round = 0; round < 5; round += 1) {
      now += 60_000
      await spool.seal(aTally(0))
      await spool.save(new UsageTally(), [], false)
    }
    expect(spool.head).toBe(head)
    const contents = head && (await spool.read(head))
    expect(contents?.texts.flatMap((text) => decodeRecord(text)?.keys ?? [])).toHaveLength(200)
    expect(head?.isStripped).toBe(false)
  })

  it('loses the oldest counts at last, and says of which time', async () => {
    const { spool } = await open(MOST)
    // Never the same key twice: nothing can be added up.
    for (let round = 0; round < 100; round += 1) {
      await spool.seal(aTally(round * 200))
      await spool.save(new UsageTally(), [], false)
      now += 60_000
    }
    expect(size()).toBeLessThan(MOST * 1.5)
    const { total } = await deliverAll(spool)
    expect(total).toBeLessThan(100 * 200)
    expect(total).toBeGreaterThan(1_000)
    expect(Math.max(...gaps.map(({ ends }) => ends))).toBeLessThanOrEqual(now)
  })

  it('counts nothing twice after a kill between merging and the end of what was merged', async () => {
    const { spool } = await open(MOST)
    const sealedFiles = () => readdirSync(folder.path).filter((name) => name.endsWith('.sealed'))
    let sealed = 0
    let before = new Map<string, Buffer>()
    for (let hasMerged = false; !hasMerged; ) {
      await spool.seal(aTally(0))
      sealed += 200
      now += 60_000
      before = new Map(sealedFiles().map((name) => [name, readFileSync(join(folder.path, name))]))
      await spool.save(new UsageTally(), [], false)
      hasMerged = spool.waiting < before.size - 1
    }
    await spool.close()
    expect(sealedFiles().length).toBeLessThan(before.size)
    for (const [name, bytes] of before) writeFileSync(join(folder.path, name), bytes)
    const { spool: again } = await open(MOST)
    expect((await deliverAll(again)).total).toBe(sealed)
  })
})
