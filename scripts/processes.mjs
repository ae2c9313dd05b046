/** The processes of one installation: started by name, shown with their names, stopped in order, and none left behind. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { eachLine, readableLine } from './output-lines.mjs'
import { CHECKOUT } from './places.mjs'
import { isAlive, startMark } from './process-identity.mjs'

const STOP_LIMIT_MS = 4_000
const LAST_LINES = 20
const COLORS = [36, 35, 33, 32, 34]

/** The order of stopping: the gateway first, while the portal can still hear that its lease is given back. */
const STOP_ORDER = ['gateway', 'portal', 'worker', 'apps']

/**
 * @param {string} dataDir where the processes are noted, so that a launcher that was killed leaves nothing running for ever
 */
export function processGroup(dataDir) {
  const running = new Map()
  const notes = join(dataDir, 'processes.json')
  let stopping = null
  let reportDeath
  /** Settles when a process ends that nobody told to end. */
  const unexpectedEnd = new Promise((resolve) => {
    reportDeath = resolve
  })

  function note() {
    const list = [...running.values()].map(({ name, child, mark }) => ({ name, pid: child.pid, startMark: mark }))
    writeFileSync(notes, JSON.stringify(list), { mode: 0o600 })
  }

  return {
    unexpectedEnd,

    /**
     * A process gets a session of its own: Ctrl-C in the terminal reaches only the launcher, which stops them in order.
     * @param {{ name: string, args: string[], environment: Record<string, string | undefined> }} options
     */
    start({ name, args, environment }) {
      if (stopping) return
      const child = spawn(process.execPath, args, {
        cwd: CHECKOUT,
        env: environment,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const color = COLORS[running.size % COLORS.length]
      const last = []
      const show = (line) => {
        last.push(line)
        if (last.length > LAST_LINES) last.shift()
        const readable = readableLine(line)
        if (readable !== null) console.log(`${paint(name.padEnd(8), color)} ${readable}`)
      }
      eachLine(child.stdout, show)
      eachLine(child.stderr, show)
      const ended = new Promise((resolve) => {
        child.once('error', (error) => resolve(error.message))
        child.once('close', (code, signal) => resolve(signal ? `was ended by ${signal}` : `ended with code ${code}`))
      })
      running.set(name, { name, child, ended, mark: child.pid ? startMark(child.pid) : null })
      note()
      void ended.then((how) => {
        running.delete(name)
        if (!stopping) reportDeath({ name, how, lines: last })
      })
    },

    /** Every process is told to end, in order; one that does not within its limit is killed. */
    stop() {
      stopping ??= stopInOrder()
      return stopping
    },
  }

  async function stopInOrder() {
    for (const name of STOP_ORDER) {
      const process_ = running.get(name)
      if (!process_) continue
      endGroup(process_.child.pid, 'SIGTERM')
      const limit = sleep(STOP_LIMIT_MS, 'late', { ref: false })
      if ((await Promise.race([process_.ended, limit])) !== 'late') continue
      console.log(`${name} did not stop within ${STOP_LIMIT_MS / 1000} s and is ended`)
      endGroup(process_.child.pid, 'SIGKILL')
      await process_.ended
    }
    rmSync(notes, { force: true })
  }
}

/**
 * What a killed launcher left running would keep the ports and write into the database; it is stopped before a new start.
 * @param {string} dataDir
 * @param {(line: string) => void} log
 */
export async function stopLeftovers(dataDir, log = () => {}) {
  const notes = join(dataDir, 'processes.json')
  if (!existsSync(notes)) return
  const listed = readNotes(notes).filter(({ pid, startMark: mark }) => isAlive(pid) && startMark(pid) === mark)
  for (const { name, pid } of listed) {
    log(`stopping the ${name} that an earlier start left running (process ${pid})`)
    endGroup(pid, 'SIGTERM')
  }
  const end = Date.now() + STOP_LIMIT_MS
  while (listed.some(({ pid }) => isAlive(pid)) && Date.now() < end) await sleep(50)
  for (const { pid } of listed) if (isAlive(pid)) endGroup(pid, 'SIGKILL')
  rmSync(notes)
}

function readNotes(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return []
  }
}

/** The process and whatever it has started: each is the head of its own group. */
function endGroup(pid, signal) {
  if (!pid) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

const paint = (text, color) => (process.stdout.isTTY ? `\u001b[${color}m${text}\u001b[39m` : text)
