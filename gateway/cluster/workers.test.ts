import cluster, { type Worker } from 'node:cluster'
import { EventEmitter } from 'node:events'
import { Writable } from 'node:stream'
import { afterEach, expect, it, vi } from 'vitest'
import { systemClock } from '@/gateway/clock'
import type { FromWorker, ToWorker } from '@/gateway/cluster/messages'
import { Workers } from '@/gateway/cluster/workers'
import { readEnv } from '@/gateway/env'
import { createLog } from '@/gateway/log'
import { until } from '@/gateway/testing/running-gateway'
import type { FeedClient } from '@/lib/status/feed-client'
import { NO_LEASE } from '@/lib/status/lease'
import { anInstance } from '@/lib/status/testing/known-states'

afterEach(() => vi.restoreAllMocks())

/** A process as the primary meets it, whose end comes in the order that the test wants. */
class StandInProcess extends EventEmitter {
  readonly process = Object.assign(new EventEmitter(), { pid: 1_000_000, kill: () => true })
  #isConnected = true
  isConnected = () => this.#isConnected
  send = ({ kind }: ToWorker) => {
    if (kind === 'stop') this.end(0)
  }
  says = (message: FromWorker) => this.emit('message', message)
  exits = (code: number) => this.process.emit('exit', code, null)
  disconnects() {
    this.#isConnected = false
    this.process.emit('disconnect')
  }
  end(code: number) {
    this.exits(code)
    this.disconnects()
  }
  serves() {
    this.says({ kind: 'ready' })
    this.says({ kind: 'listening', address: '127.0.0.1', port: 4000, family: 'IPv4' })
  }
}

it('fills a place again when the machine has room for a process again, and tells why the last one ended', async () => {
  const processes: StandInProcess[] = []
  const fork = vi.spyOn(cluster, 'fork').mockImplementation(() => {
    const process = new StandInProcess()
    processes.push(process)
    return process as unknown as Worker
  })
  let logged = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  const settings = readEnv({
    AURA_PORTAL_URL: 'https://portal.example.com',
    AURA_GATEWAY_TOKEN: `agt_${'a'.repeat(43)}`,
    AURA_GATEWAY_PROCESSES: '2',
  })
  const workers = new Workers({
    settings,
    program: 'never-run',
    clock: systemClock(),
    log: createLog('info', destination),
  })
  const followersConfirmed = vi.fn()
  const feed = { knowledge: undefined, lease: NO_LEASE, portalClock: undefined, state: 'following', followersConfirmed }
  const started = workers.start({ feed: feed as unknown as FeedClient, instance: anInstance() })
  for (const process of processes) process.serves()
  expect((await started).port).toBe(4000)

  fork.mockImplementationOnce(() => {
    throw new Error('spawn ENOMEM')
  })
  const [first] = processes
  first?.exits(1)
  first?.says({ kind: 'failed', message: 'its last words', code: undefined })
  expect(followersConfirmed).not.toHaveBeenCalled()
  first?.disconnects()
  expect(followersConfirmed).toHaveBeenCalledOnce()
  await until(() => processes.length === 3, 'another process in its place')
  expect(fork).toHaveBeenCalledTimes(4)
  expect(logged).toContain('its last words')
  expect(logged).toContain('spawn ENOMEM')
  await workers.stop()
})
