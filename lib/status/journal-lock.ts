import { randomUUID } from 'node:crypto'
import {
  closeSync,
  linkSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

const HEARTBEAT_MILLISECONDS = 1_000
/** A holder that we cannot see, in another container, is taken for dead after this long without a sign of life. */
const SILENCE_MILLISECONDS = 10_000

interface Holder {
  readonly id: string
  readonly pid: number
  readonly startedAt: string | null
  readonly boot: string | null
  readonly processes: string | null
}

/** The journal belongs to another process that is alive. */
export class JournalInUse extends Error {
  readonly code = 'journal_in_use'
  readonly pid: number

  constructor(folder: string, pid: number) {
    super(
      `the folder ${folder} is used by the gateway with process id ${pid}; give each gateway a folder of its own (AURA_DATA_DIR)`,
    )
    this.name = 'JournalInUse'
    this.pid = pid
  }
}

export interface JournalLock {
  release(): void
}

/**
 * Keeps two processes from writing one journal. The lock is a file that says who holds it. A process id alone is reused,
 * so it counts only together with the moment that process started; a holder in another container, whose processes we
 * cannot see, must touch the file every second.
 */
export function lockJournal(folder: string): JournalLock {
  const path = join(folder, 'lock')
  const self: Holder = {
    id: randomUUID(),
    pid: process.pid,
    startedAt: startOf('self'),
    boot: readBoot(),
    processes: processNamespace(),
  }
  // Written whole under a name of its own, then linked: nobody ever reads half a lock.
  const own = `${path}.${self.id}`
  writeWhole(own, JSON.stringify(self))
  try {
    while (!tryLink(own, path)) {
      const holder = readHolder(path)
      if (!holder) continue
      if (isAlive(holder, self, path)) throw new JournalInUse(folder, holder.pid)
      // Of several that find the same stale lock, one gets to move it away, and all of them look again.
      const away = `${path}.stale.${self.id}`
      if (!tryRename(path, away)) continue
      const moved = readHolder(away)
      if (moved && moved.id !== holder.id) tryLink(away, path)
      unlinkSync(away)
    }
  } finally {
    unlinkSync(own)
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MILLISECONDS)
  heartbeat.unref()
  return {
    release() {
      clearInterval(heartbeat)
      if (readHolder(path)?.id === self.id) unlinkSync(path)
    },
  }
}

function isAlive(holder: Holder, self: Holder, path: string): boolean {
  if (holder.boot !== self.boot) return false
  if (holder.processes !== self.processes) return Date.now() - statSync(path).mtimeMs < SILENCE_MILLISECONDS
  if (holder.startedAt !== null) return startOf(holder.pid) === holder.startedAt
  try {
    process.kill(holder.pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * When a process started, in ticks since boot: field 22 of its stat line, counted behind the name, which may hold anything.
 * Null for one that has ended, also when nobody has taken note of it yet: a zombie runs nothing.
 */
function startOf(pid: number | 'self'): string | null {
  const line = readOrNull(`/proc/${pid}/stat`)
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ') ?? []
  return fields[0] === 'Z' ? null : (fields[19] ?? null)
}

export function readBoot(): string | null {
  return readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? null
}

function processNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return null
  }
}

function readHolder(path: string): Holder | undefined {
  const text = readOrNull(path)
  if (text === null) return undefined
  try {
    return JSON.parse(text) as Holder
  } catch {
    // Not ours, or damaged: nobody can be alive behind it.
    return { id: '', pid: 0, startedAt: 'unknown', boot: null, processes: null }
  }
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function writeWhole(path: string, text: string): void {
  const file = openSync(path, 'wx', 0o600)
  writeSync(file, text)
  closeSync(file)
}

function tryLink(from: string, to: string): boolean {
  return unlessCode('EEXIST', () => linkSync(from, to))
}

function tryRename(from: string, to: string): boolean {
  return unlessCode('ENOENT', () => renameSync(from, to))
}

function unlessCode(code: string, work: () => void): boolean {
  try {
    work()
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) return false
    throw error
  }
}

function touch(path: string): void {
  const now = new Date()
  try {
    utimesSync(path, now, now)
  } catch {
    // The folder is gone or full of trouble; the journal itself will say so.
  }
}
