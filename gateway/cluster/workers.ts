import cluster, { type Worker } from 'node:cluster'
import type { AddressInfo } from 'node:net'
import { Follower } from '@/gateway/cluster/follower'
import type { FromWorker, ToWorker } from '@/gateway/cluster/messages'
import type { GatewayEnv } from '@/gateway/env'
import type { Log } from '@/gateway/log'
import type { MetricFamily } from '@/gateway/metrics/families'
import type { NumberedChange } from '@/lib/core/changes'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import type { Clock } from '@/lib/status/clock'
import type { FeedClient, Followers } from '@/lib/status/feed-client'
import type { LeaseGrant } from '@/lib/status/lease'
import { retryDelay } from '@/lib/status/retry-delay'

const TICK_MILLISECONDS = 1_000
/** A process that has not even loaded its program after so many seconds never will. */
const MOST_LOADING_TICKS = 30
/** A worker that has lived so long did not end because it was started. */
const STEADY_TICKS = 10
/** Whoever reads metrics does not wait for a worker that is busy dying. */
const METRICS_MILLISECONDS = 2_000
const FAILURES_WORTH_AN_ERROR = 3
/** Longer than a front takes to drain, and to deliver what it has counted. */
const STOP_MILLISECONDS = 15_000

export interface WorkersOptions {
  readonly settings: GatewayEnv
  /** The program that a worker runs: this one. */
  readonly program: string
  readonly clock: Clock
  readonly log: Log
}

/** What the workers are about; known once the instance is. */
export interface Work {
  readonly feed: FeedClient
  readonly instance: GatewayInstanceId
}

/** A place among the workers. Whoever fills it has its number, and its folder. */
interface Slot {
  readonly number: number
  process: Worker | undefined
  follower: Follower | undefined
  ticks: number
  isListening: boolean
  /** Why the process has said that it cannot go on. */
  failure: Error | undefined
  failures: number
  restart: NodeJS.Timeout | undefined
  /** Who waits for what it measures. */
  metricsAsked: ((families: MetricFamily[]) => void)[]
}

/**
 * The worker processes of a cluster: started, told what is known, watched, and started again. One that does not confirm
 * what it was told is killed, so that no receipt waits for it and nothing stale is served; it counts until it is gone for good.
 */
export class Workers implements Followers {
  readonly #options: WorkersOptions
  readonly #slots: readonly Slot[]
  readonly #timer: NodeJS.Timeout
  #work: Work | undefined
  #isStopping = false
  #onListening: (address: AddressInfo) => void = () => undefined
  #onFirstFailure: ((error: Error) => void) | undefined
  #onEnd: () => void = () => undefined

  constructor(options: WorkersOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.settings.processes }, (_, index) => ({
      number: index + 1,
      process: undefined,
      follower: undefined,
      ticks: 0,
      isListening: false,
      failure: undefined,
      failures: 0,
      restart: undefined,
      metricsAsked: [],
    }))
    this.#timer = setInterval(() => this.#tick(), TICK_MILLISECONDS)
    cluster.setupPrimary({ exec: options.program, args: [], serialization: 'advanced' })
  }

  /** Their numbers. */
  get slots(): readonly number[] {
    return this.#slots.map(({ number }) => number)
  }

  /** Resolves when all of them listen. Rejects when one of them ends before: what fails now would fail again. */
  start(work: Work): Promise<AddressInfo> {
    this.#work = work
    return new Promise((resolve, reject) => {
      this.#onFirstFailure = reject
      this.#onListening = (address) => {
        if (!this.#slots.every(({ isListening }) => isListening)) return
        this.#onFirstFailure = undefined
        resolve(address)
      }
      for (const slot of this.#slots) this.#fork(slot)
    })
  }

  /** Lets each of them finish what it has open; kills those that take too long. */
  async stop(): Promise<void> {
    this.#isStopping = true
    this.#onFirstFailure = undefined
    for (const { restart, process } of this.#slots) {
      clearTimeout(restart)
      if (process) tell(process, { kind: 'stop' })
    }
    const deadline = setTimeout(() => this.#kill(), STOP_MILLISECONDS)
    await new Promise<void>((resolve) => {
      this.#onEnd = () => {
        if (this.#slots.every(({ process }) => process === undefined)) resolve()
      }
      this.#onEnd()
    })
    clearTimeout(deadline)
    clearInterval(this.#timer)
  }

  /** What each of them measures; nothing from one that does not answer in time. */
  metrics(): Promise<MetricFamily[][]> {
    return Promise.all(
      this.#slots.map((slot) => {
        const { process } = slot
        if (!process || !slot.isListening) return []
        return new Promise<MetricFamily[]>((resolve) => {
          const timer = setTimeout(() => resolve([]), METRICS_MILLISECONDS)
          slot.metricsAsked.push((families) => {
            clearTimeout(timer)
            resolve(families)
          })
          tell(process, { kind: 'ask_metrics' })
        })
      }),
    )
  }

  #answerMetrics(slot: Slot, families: MetricFamily[]): void {
    for (const answer of slot.metricsAsked.splice(0)) answer(families)
  }

  #kill(): void {
    for (const { process } of this.#slots) process?.process.kill('SIGKILL')
  }

  // ---- what the feed says ----

  replaced(): void {
    for (const { follower } of this.#slots) follower?.replaced()
  }

  changed(changes: readonly NumberedChange[]): void {
    for (const { follower } of this.#slots) follower?.changed(changes)
  }

  granted(grant: LeaseGrant): void {
    for (const { follower } of this.#slots) follower?.granted(grant)
  }

  leaseGivenUp(): void {
    for (const { follower } of this.#slots) follower?.leaseGivenUp()
  }

  confirmedSeq(epoch: number): number {
    return Math.min(...this.#slots.map(({ follower }) => follower?.confirmedSeq(epoch) ?? Number.POSITIVE_INFINITY))
  }

  // ---- processes ----

  #fork(slot: Slot): void {
    slot.ticks = 0
    slot.isListening = false
    slot.failure = undefined
    const process = tryToFork()
    if (process instanceof Error) {
      slot.failure = process
      return this.#ended(slot, null)
    }
    slot.process = process
    process.on('message', (message: FromWorker) => this.#hear(slot, process, message))
    // The end of a process may be told before its last words have been read; they say why.
    let how: number | NodeJS.Signals | undefined
    const lookWhetherOver = () => {
      if (how !== undefined && !process.isConnected()) this.#ended(slot, how)
    }
    process.process.once('exit', (code, signal) => {
      how = signal ?? code ?? -1
      lookWhetherOver()
    })
    process.process.once('disconnect', lookWhetherOver)
  }

  #hear(slot: Slot, process: Worker, message: FromWorker): void {
    const { settings, clock, log } = this.#options
    const { feed, instance } = this.#work as Work
    switch (message.kind) {
      case 'ready':
        tell(process, { kind: 'start', settings, instance, slot: slot.number })
        slot.follower = new Follower({ feed, clock, send: (update) => tell(process, update) })
        return
      case 'applied':
        if (slot.follower?.applied(message)) feed.followersConfirmed()
        return
      case 'listening':
        slot.isListening = true
        log.info({ worker: slot.number, pid: process.process.pid }, 'A worker serves')
        this.#onListening(message)
        return
      case 'measured':
        this.#answerMetrics(slot, message.families)
        return
      case 'failed':
        slot.failure = Object.assign(new Error(message.message), { code: message.code })
    }
  }

  /** The process is gone (or never was, null), and with it all that it had open: now it leaves the minimum. */
  #ended(slot: Slot, how: number | NodeJS.Signals | null): void {
    const { log } = this.#options
    const { failure, ticks, isListening } = slot
    slot.process = undefined
    slot.follower = undefined
    slot.isListening = false
    this.#answerMetrics(slot, [])
    this.#work?.feed.followersConfirmed()
    this.#onEnd()
    if (this.#isStopping) {
      if (how !== 0) log.error({ worker: slot.number, how }, 'A worker did not stop in order')
      return
    }
    if (this.#onFirstFailure)
      return this.#onFirstFailure(failure ?? new Error(`a worker ended as it was started: ${how}`))
    slot.failures = isListening && ticks >= STEADY_TICKS ? 1 : slot.failures + 1
    const fields = { worker: slot.number, how, ...(failure ? { error: failure.message } : {}) }
    if (slot.failures < FAILURES_WORTH_AN_ERROR) log.warn(fields, 'A worker has ended; another one takes its place')
    else
      log.error(
        { ...fields, failures: slot.failures },
        'A worker ends again and again; its place is filled less and less often',
      )
    slot.restart = setTimeout(() => this.#fork(slot), retryDelay(slot.failures, Math.random))
  }

  #tick(): void {
    for (const slot of this.#slots) {
      if (!slot.process) continue
      slot.ticks += 1
      const isWell = slot.follower ? slot.follower.tick() : slot.ticks < MOST_LOADING_TICKS
      if (isWell) continue
      this.#options.log.error(
        { worker: slot.number },
        'A worker hangs: it does not confirm what it was told. It is killed',
      )
      slot.process.process.kill('SIGKILL')
    }
  }
}

/** The machine may have no room for another process. Some of that is thrown, and some of it leaves a process without an id. */
function tryToFork(): Worker | Error {
  try {
    const process = cluster.fork()
    // Also for a message to a process that has just ended.
    process.on('error', () => undefined)
    return process.process.pid ? process : new Error('no other process could be started')
  } catch (error) {
    return error as Error
  }
}

function tell(process: Worker, message: ToWorker): void {
  if (process.isConnected()) process.send(message)
}
