import { mkdirSync } from 'node:fs'
import { systemClock } from '@/gateway/clock'
import type { FromWorker, Start, ToWorker, Update } from '@/gateway/cluster/messages'
import { Replica } from '@/gateway/cluster/replica'
import { type Front, openFront } from '@/gateway/front'
import { frontSettingsOf } from '@/gateway/front-settings'
import { createLog } from '@/gateway/log'
import { ProcessMetrics } from '@/gateway/metrics/families'
import { usageFolderOf } from '@/gateway/usage/usage-folders'
import { lockJournal } from '@/lib/status/journal-lock'

/**
 * One worker process of a cluster: a front that judges by what the primary tells it. Without its primary it would never
 * hear of a revocation again, so it does not outlive it. Signals are for the primary: they reach a whole group of
 * processes at once, and it is the primary that knows the order of stopping.
 */
export function runWorker(): void {
  // Before Node's own handler, which ends the process as well, but as if that were in order.
  process.prependListener('disconnect', () => process.exit(1))
  process.on('SIGTERM', () => undefined)
  process.on('SIGINT', () => undefined)
  let worker: Worker | undefined
  process.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'start':
        worker = new Worker(message)
        break
      case 'update':
        worker?.take(message)
        break
      case 'ask_metrics':
        void worker?.tellMetrics()
        break
      case 'stop':
        if (worker) void worker.stop()
        else process.exit(0)
    }
  })
  tell({ kind: 'ready' })
}

class Worker {
  readonly #start: Start
  readonly #log
  readonly #clock = systemClock()
  readonly #replica = new Replica(this.#clock)
  readonly #lock
  #front: Front | undefined
  #opening: Promise<Front> | undefined
  #metrics: ProcessMetrics | undefined

  /** Takes its slot's folder, which must belong to nobody else. */
  constructor(start: Start) {
    this.#start = start
    this.#log = createLog(start.settings.logLevel).child({ worker: start.slot })
    const folder = this.#usageFolder
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    this.#lock = lockJournal(folder)
  }

  get #usageFolder(): string {
    return usageFolderOf(this.#start.settings.dataFolder, this.#start.slot)
  }

  /** What no update can be applied to ends this process: it would not know what it is judging by. Another one starts from the whole. */
  take(update: Update): void {
    this.#replica.take(update, (affected) => this.#front?.applied(affected))
    const { knowledge } = this.#replica
    tell({
      kind: 'applied',
      number: update.number,
      known: knowledge ? { epoch: knowledge.epoch.number, seq: knowledge.seq } : null,
    })
    if (this.#opening) return
    this.#opening = this.#open()
    this.#opening.catch(fail)
  }

  /** Only now is anybody let in: what the primary knew has been applied. */
  async #open(): Promise<Front> {
    const { settings, instance } = this.#start
    const front = await openFront({
      known: this.#replica,
      instance,
      ...frontSettingsOf(settings),
      usageFolder: this.#usageFolder,
      clock: this.#clock,
      log: this.#log,
    })
    this.#front = front
    // What came while it was being opened.
    front.applied({ kind: 'everything' })
    try {
      tell({ kind: 'listening', ...(await front.listen(settings.port, settings.host)) })
    } catch (error) {
      // In order, or the next start would take this for a kill that has lost what was counted.
      await front.close()
      throw error
    }
    return front
  }

  /** One that does not serve yet has nothing to tell. */
  async tellMetrics(): Promise<void> {
    if (this.#front) this.#metrics ??= new ProcessMetrics(this.#front.metrics)
    try {
      tell({ kind: 'measured', families: (await this.#metrics?.read()) ?? [] })
    } catch (error) {
      this.#log.error({ error: (error as Error).stack }, 'Metrics could not be read')
      tell({ kind: 'measured', families: [] })
    }
  }

  async stop(): Promise<void> {
    try {
      const front = await this.#opening
      await front?.drain()
      await front?.close()
      this.#lock.release()
      process.exit(0)
    } catch (error) {
      fail(error)
    }
  }
}

function fail(error: unknown): void {
  const { message, stack, code } = error as NodeJS.ErrnoException
  process.send?.({ kind: 'failed', message: code ? message : (stack ?? message), code } satisfies FromWorker, () =>
    process.exit(1),
  )
}

function tell(message: FromWorker): void {
  process.send?.(message)
}
