import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { eachLine } from '@/scripts/output-lines.mjs'
import { CHECKOUT } from '@/scripts/places.mjs'

const STOP_MILLISECONDS = 20_000

/** How a process is started, as scripts/product-processes.mjs describes those of the product. */
export interface ProcessPlan {
  readonly name: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Node, unless another program is named. */
  readonly program?: string
}

export interface RunningProcess {
  readonly pid: number
  /** Everything that it has said on both streams. */
  output(): string
  /** Stops reading what it says, as when whoever started it is gone. */
  hangUp(): void
  hasEnded(): boolean
  /** Settles when it has ended, with how. */
  readonly ended: Promise<number | NodeJS.Signals>
  /** Pulls the plug (SIGKILL) on it and on whatever it has started, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop (SIGTERM); returns how it ended. One that does not stop fails. */
  stop(): Promise<number | NodeJS.Signals>
}

const running = new Set<number>()
// A test run that is ended itself, as Vitest ends one that takes too long, leaves nothing behind.
process.on('exit', () => {
  for (const pid of running) signalGroup(pid, 'SIGKILL')
})
process.once('SIGTERM', () => process.exit(143))

/** Starts a real process of the product, at the head of a group of its own. */
export function startProcess({ name, args, environment, program = process.execPath }: ProcessPlan): RunningProcess {
  const lines: string[] = []
  const child = spawn(program, [...args], {
    cwd: CHECKOUT,
    env: environment as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  eachLine(child.stdout, (line: string) => lines.push(line))
  eachLine(child.stderr, (line: string) => lines.push(line))
  const ended = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(signal ?? code ?? -1))
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${name} could not be started`)
  running.add(pid)
  ended.then(
    () => running.delete(pid),
    () => running.delete(pid),
  )
  return {
    pid,
    ended,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    output: () => lines.join('\n'),
    hangUp() {
      child.stdout.destroy()
      child.stderr.destroy()
    },
    async kill() {
      signalGroup(pid, 'SIGKILL')
      await ended
    },
    async stop() {
      signalGroup(pid, 'SIGTERM')
      const how = await Promise.race([ended, sleep(STOP_MILLISECONDS, 'late' as const, { ref: false })])
      if (how !== 'late') return how
      signalGroup(pid, 'SIGKILL')
      throw new Error(
        `${name} did not stop within ${STOP_MILLISECONDS / 1_000} s. It said:\n${lines.slice(-20).join('\n')}`,
      )
    },
  }
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
