import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { runFolder } from '@/e2e/ground/run-folder'
import { CHECKOUT } from '@/scripts/places.mjs'

const STOP_MILLISECONDS = 6_000

export interface Started {
  /** The file that holds everything that it says. */
  readonly log: string
  readonly ended: Promise<unknown>
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()
// A run that is ended itself leaves nothing behind.
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL')
})

/** Starts a process of the product at the head of a group of its own; what it says goes into a file of the run. */
export function start({
  name,
  args,
  environment,
}: {
  name: string
  args: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
}): Started {
  const folder = join(runFolder(), 'logs')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const log = join(folder, `${name}-${running.size}-${process.pid}.log`)
  const output = openSync(log, 'a', 0o600)
  const child = spawn(process.execPath, args, {
    cwd: CHECKOUT,
    env: environment as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', output, output],
  })
  running.add(child)
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve(signal ?? code)
    })
  })
  return {
    log,
    ended,
    async stop() {
      signalGroup(child, 'SIGTERM')
      const late = sleep(STOP_MILLISECONDS, 'late', { ref: false })
      if ((await Promise.race([ended, late])) === 'late') signalGroup(child, 'SIGKILL')
      await ended
    },
  }
}

/** Waits until it answers well; says what it has written when it ends or is late. */
export async function untilItAnswers(started: Started, url: string, seconds = 90): Promise<void> {
  let over = false
  void started.ended.finally(() => {
    over = true
  })
  const end = performance.now() + seconds * 1_000
  while (!over && performance.now() < end) {
    const answered = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (response) => response.ok,
      () => false,
    )
    if (answered) return
    await sleep(50)
  }
  throw new Error(`${url} did not answer. The process said:\n${readFileSync(started.log, 'utf8').slice(-4_000)}`)
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
