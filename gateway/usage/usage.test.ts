import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from '@/gateway/log'
import { temporaryFolder, until } from '@/gateway/testing/running-gateway'
import { CountingPortal } from '@/gateway/usage/testing/counting-portal'
import { decided, finished, keyId, someApps } from '@/gateway/usage/testing/requests'
import { Usage, type UsageOptions } from '@/gateway/usage/usage'
import type { Verdict } from '@/lib/core/verdicts'
import { FEED_VERSION } from '@/lib/status/feed-format'
import { anInstance } from '@/lib/status/testing/known-states'

const AT = 490_000 * 3_600_000
const instance = anInstance()
let portal: CountingPortal
let folder: ReturnType<typeof temporaryFolder>
let now: number
let logged: string
const running = new Set<Usage>()

beforeEach(() => {
  portal = new CountingPortal()
  folder = temporaryFolder()
  now = AT
  logged = ''
})
afterEach(async () => {
  for (const usage of running) await usage.stop()
  running.clear()
  folder.remove()
})

/** Saves and delivers when it is told to, and not by the clock. */
async function start(options: Partial<UsageOptions> = {}): Promise<Usage> {
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  const usage = await Usage.start({
    folder: join(folder.path, 'usage'),
    transport: portal,
    instance,
    wall: () => now,
    portalNow: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, Math.min(milliseconds, 20))
        signal.addEventListener('abort', done)
        if (signal.aborted) done()
      }),
    random: Math.random,
    log: createLog('info', destination),
    saveMilliseconds: 1_000_000,
    shipMilliseconds: 0,
    ...options,
  })
  running.add(usage)
  return usage
}

/** What a kill leaves behind: the folder as it is at this moment. The process in this one goes on, and is not listened to any more. */
function killed(usage: Usage): void {
  running.delete(usage)
  const path = join(folder.path, 'usage')
  const left = readdirSync(path).map((name) => [name, readFileSync(join(path, name))] as const)
  folder.remove()
  folder = temporaryFolder()
  const taken = join(folder.path, 'usage')
  renameSync(temporaryFolder().path, taken)
  for (const [name, bytes] of left) writeFileSync(join(taken, name), bytes)
}

const files = (kind: string) => readdirSync(join(folder.path, 'usage')).filter((name) => name.endsWith(kind))
const pathOf = (name: string | undefined) => join(folder.path, 'usage', name ?? 'missing')
const delivered = (usage: Usage) => until(() => usage.waiting === 0, 'the delivery')

function record(
  usage: Usage,
  times: number,
  { key = 1, verdict = 'accepted' as Verdict, agent = 'x', url = '/' } = {},
): void {
  for (let n = 0; n < times; n += 1)
    usage.recorder.record(
      decided(keyId(key), verdict),
      { method: 'GET', url },
      finished(),
      '192.0.2.1',
      agent,
      usage.recorder.now(),
    )
}

describe('what was counted', () => {
  it('reaches the portal, with last use, callers and requests', async () => {
    const usage = await start()
    record(usage, 3)
    record(usage, 2, { key: 2, verdict: 'revoked' })
    usage.recorder.record(decided(undefined, 'missing'), {}, finished(401), '192.0.2.1', '', usage.recorder.now())
    await usage.save()
    await delivered(usage)
    const [app] = someApps
    expect(portal.counts).toEqual([
      { key: keyId(1), app: app?.id, hour: 490_000, verdict: 'accepted', n: 3 },
      { key: keyId(2), app: app?.id, hour: 490_000, verdict: 'revoked', n: 2 },
      { key: '', app: app?.id, hour: 490_000, verdict: 'missing', n: 1 },
    ])
    expect(portal.uses).toEqual([
      { key: keyId(1), at: AT, address: '192.0.2.1', agent: 'x', verdict: 'accepted' },
      { key: keyId(2), at: AT, address: '192.0.2.1', agent: 'x', verdict: 'revoked' },
    ])
    expect(portal.callers).toContainEqual({
      key: keyId(2),
      address: '192.0.2.1',
      agent: 'x',
      first: AT,
      last: AT,
      n: 2,
      verdict: 'revoked',
    })
    expect(portal.requests).toHaveLength(5)
    expect(portal.gaps).toEqual([])
    expect([...portal.taken.values()].map(({ version, instance: by }) => [version, by])).toEqual([
      [FEED_VERSION, instance],
    ])
    expect(files('.sealed')).toEqual([])
  })

  it('is exact over stops, outages of the portal and lost answers, in any order', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('record' as const), key: fc.nat(30), times: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ do: fc.constantFrom('save', 'restart', 'away', 'there', 'answer_lost', 'wait') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        portal = new CountingPortal()
        folder.remove()
        folder = temporaryFolder()
        const expected = new Map<string, number>()
        let usage = await start({ mostBytes: 1_000_000 })
        for (const step of steps) {
          if (step.do === 'record') {
            record(usage, step.times, { key: step.key })
            expected.set(keyId(step.key), (expected.get(keyId(step.key)) ?? 0) + step.times)
          } else if (step.do === 'save') await usage.save()
          else if (step.do === 'wait') await new Promise((resolve) => setTimeout(resolve, 5))
          else if (step.do === 'restart') {
            await usage.stop()
            running.delete(usage)
            usage = await start()
          } else portal.state = step.do as 'there'
        }
        portal.state = 'there'
        await usage.stop()
        running.delete(usage)
        usage = await start()
        await usage.save()
        await delivered(usage)
        await usage.stop()
        running.delete(usage)
        const found = new Map<string, number>()
        for (const { key, n } of portal.counts) found.set(key, (found.get(key) ?? 0) + n)
        expect(found).toEqual(expected)
        expect(portal.gaps).toEqual([])
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('is one batch after an hour without the portal, and not a thousand', async () => {
    portal.state = 'away'
    const usage = await start()
    for (let second = 0; second < 300; second += 1) {
      record(usage, 2)
      await usage.save()
      now += 1_000
    }
    portal.state = 'there'
    await delivered(usage)
    await usage.save()
    await delivered(usage)
    expect(portal.total).toBe(600)
    expect(portal.taken.size).toBeLessThanOrEqual(3)
  })

  it('is not lost by a kill, but for what was not saved, and the gap is told', async () => {
    portal.state = 'away'
    const first = await start()
    record(first, 5)
    await first.save()
    now += 1_000
    record(first, 7)
    await first.save()
    now += 500
    record(first, 100)
    killed(first)
    now += 60_000
    portal.state = 'there'
    const second = await start()
    record(second, 1)
    await second.save()
    await delivered(second)
    await second.save()
    await delivered(second)
    expect(portal.total).toBe(13)
    expect(portal.gaps).toEqual([{ begins: AT + 1_000, ends: AT + 61_500, reason: 'killed' }])
    await second.stop()
    await (await start()).save()
    expect(portal.gaps).toHaveLength(1)
  })

  it('has its gap told after kill upon kill, from the first one on', async () => {
    portal.state = 'away'
    for (let n = 0; n < 3; n += 1) {
      const usage = await start({ shipMilliseconds: 1_000_000 })
      now += 1_000
      killed(usage)
      now += 10_000
    }
    portal.state = 'there'
    const last = await start()
    await delivered(last)
    await last.save()
    await delivered(last)
    expect(portal.gaps).toEqual([
      { begins: AT, ends: AT + 11_000, reason: 'killed' },
      { begins: AT + 11_000, ends: AT + 33_000, reason: 'killed' },
    ])
  })

  it('is counted once when the kill falls between the delivery and its answer', async () => {
    portal.state = 'answer_lost'
    const first = await start()
    record(first, 5)
    await first.save()
    await until(() => portal.deliveries > 0, 'a delivery')
    killed(first)
    portal.state = 'there'
    const second = await start()
    await second.save()
    await delivered(second)
    await second.stop()
    expect(portal.total).toBe(5)
    expect(portal.deliveries).toBeGreaterThan(1)
  })

  it('is counted once when the kill falls between sealing and the end of the log', async () => {
    const first = await start({ shipMilliseconds: 1_000_000 })
    record(first, 1)
    await first.save()
    await delivered(first)
    record(first, 5)
    await first.save()
    const [log] = files('.log')
    const bytes = readFileSync(pathOf(log))
    portal.state = 'away'
    await first.stop()
    running.delete(first)
    expect(files('.sealed')).toHaveLength(1)
    expect(existsSync(pathOf(log))).toBe(false)
    // As if the process had been killed before the log was deleted.
    writeFileSync(pathOf(log), bytes)
    portal.state = 'there'
    const second = await start()
    await second.save()
    await delivered(second)
    await second.save()
    expect(portal.total).toBe(6)
    expect(existsSync(pathOf(log))).toBe(false)
  })
})

describe('the disk', () => {
  it('cut short in the middle of the log loses what stood there, and says since when', async () => {
    portal.state = 'away'
    const first = await start({ shipMilliseconds: 1_000_000 })
    for (let n = 0; n < 4; n += 1) {
      record(first, 1)
      await first.save()
      now += 1_000
    }
    // The first save has sealed; the log has the other three.
    killed(first)
    const [log] = files('.log')
    truncateSync(pathOf(log), statSync(pathOf(log)).size - 3)
    portal.state = 'there'
    const second = await start()
    await second.save()
    await delivered(second)
    await second.save()
    await delivered(second)
    expect(portal.total).toBe(3)
    expect(portal.gaps).toEqual([{ begins: AT + 2_000, ends: AT + 4_000, reason: 'killed' }])
  })

  it('with a damaged file keeps no other from the portal, and what is whole of it arrives', async () => {
    portal.state = 'away'
    const first = await start()
    for (let key = 0; key < 3_000; key += 1) record(first, 1, { key })
    await first.save()
    await first.stop()
    running.delete(first)
    const second = await start({ shipMilliseconds: 1_000_000 })
    record(second, 10)
    await second.stop()
    running.delete(second)
    const [sealed] = files('.sealed')
    const bytes = readFileSync(pathOf(sealed))
    bytes[bytes.length - 100] = 0
    writeFileSync(pathOf(sealed), bytes)
    portal.state = 'there'
    const third = await start()
    await third.save()
    await delivered(third)
    await third.save()
    await delivered(third)
    expect(portal.total).toBeGreaterThan(1_000)
    expect(portal.total).toBeLessThan(3_010)
    expect(portal.counts).toContainEqual(expect.objectContaining({ n: 10 }))
    expect(portal.gaps).toHaveLength(1)
    expect(files('.damaged')).toHaveLength(1)
    expect(logged).toContain('it is damaged')
  })

  it('with nothing but nonsense in it blocks nobody', async () => {
    const first = await start()
    await first.stop()
    running.delete(first)
    writeFileSync(pathOf('000000000007.sealed'), 'nonsense')
    writeFileSync(pathOf('000000000008.log'), 'nonsense')
    writeFileSync(pathOf('000000000009.new'), 'nonsense')
    writeFileSync(pathOf('README'), 'hello')
    appendFileSync(pathOf('alive'), 'nonsense')
    const second = await start()
    record(second, 3)
    await second.save()
    await delivered(second)
    await second.save()
    await delivered(second)
    expect(portal.total).toBe(3)
    expect(portal.gaps).not.toEqual([])
    expect(files('.new')).toEqual([])
  })

  it('that takes nothing does not keep usage from the portal, and has everything once it takes it again', async () => {
    let usage = await start()
    // Folders in the way of every file that would be written.
    const inTheWay = Array.from({ length: 30 }, (_, at) =>
      ['log', 'new'].map((kind) => `${String(at + 1).padStart(12, '0')}.${kind}`),
    ).flat()
    for (const name of inTheWay) mkdirSync(pathOf(name))
    record(usage, 3)
    await usage.save()
    await delivered(usage)
    expect(portal.total).toBe(3)
    portal.state = 'away'
    record(usage, 4)
    await usage.save()
    record(usage, 5)
    await usage.save()
    for (const name of inTheWay) rmdirSync(pathOf(name))
    record(usage, 6)
    await usage.stop()
    running.delete(usage)
    portal.state = 'there'
    usage = await start()
    await delivered(usage)
    await usage.save()
    await delivered(usage)
    expect(portal.total).toBe(18)
    expect(portal.gaps).toEqual([])
    expect(logged.match(/Is the disk full/g)).toHaveLength(1)
  })

  it('that cannot even be read does not keep usage from the portal', async () => {
    writeFileSync(join(folder.path, 'usage'), 'a file where the folder should be')
    const usage = await start()
    record(usage, 3)
    await usage.save()
    await delivered(usage)
    portal.state = 'away'
    record(usage, 4)
    await usage.save()
    record(usage, 5)
    await usage.save()
    portal.state = 'there'
    await delivered(usage)
    await usage.stop()
    expect(portal.total).toBe(12)
    expect(logged).toContain('cannot be read')
  })
})

describe('a portal', () => {
  it.each([422, 413])(
    'that answers %i will never take that batch: it is set aside, and the next is delivered',
    async (status) => {
      portal.state = { status }
      const usage = await start()
      record(usage, 3)
      await usage.save()
      await delivered(usage)
      portal.state = 'there'
      record(usage, 4)
      await usage.save()
      await delivered(usage)
      expect(portal.total).toBe(4)
      expect(files('.rejected')).toHaveLength(1)
      expect(logged).toContain('set aside')
    },
  )

  it.each([400, 401, 404, 429, 500, 503])('that answers %i is asked again', async (status) => {
    portal.state = { status }
    const usage = await start()
    record(usage, 3)
    await usage.save()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(usage.waiting).toBe(1)
    portal.state = 'there'
    await delivered(usage)
    expect(portal.total).toBe(3)
  })

  it('that does not answer holds no stop up for long', async () => {
    const hanging = {
      call: (_m: string, _p: string, _b: unknown, signal: AbortSignal) =>
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    }
    const usage = await start({ transport: { ...hanging, stream: portal.stream } })
    record(usage, 3)
    await usage.save()
    const before = performance.now()
    await usage.stop()
    running.delete(usage)
    expect(performance.now() - before).toBeLessThan(4_000)
    await (await start()).stop()
    expect(portal.total).toBe(3)
  })
})
