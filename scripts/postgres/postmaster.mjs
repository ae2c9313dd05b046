/** What the file postmaster.pid says, and whether the server that it names is really there. */
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine, isAlive, workingFolder } from '../process-identity.mjs'

export const SOCKET_FILE = '.s.PGSQL.5432'
const SOCKET_FOLDER_PREFIX = 'aura-pg-'

/**
 * @param {string} cluster the cluster's folder
 * @returns {{ pid: number, socketFolder: string | null, ready: boolean } | null}
 */
export function readPostmaster(cluster) {
  let lines
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 0) return null
  return { pid, socketFolder: lines[4]?.trim() || null, ready: lines[7]?.trim() === 'ready' }
}

/**
 * A number in a stale file may belong to any process by now, and `pg_ctl status` believes it. Only a process that works
 * in this very cluster is its server.
 */
export function isServerOf(cluster, pid) {
  if (!isAlive(pid)) return false
  const folder = realpathSync(cluster)
  const works = workingFolder(pid)
  if (works !== null) return works === folder
  const command = commandLine(pid)
  return command?.includes('postgres') === true && command.includes(folder)
}

/** @returns {{ pid: number, socketFolder: string, ready: boolean } | null} the living server of this cluster */
export function livingServer(cluster) {
  const named = readPostmaster(cluster)
  return named && isServerOf(cluster, named.pid) ? named : null
}

/**
 * Waits until the server takes connections. Recovery after a crash may take minutes, so the limit is generous.
 * @param {() => boolean} hasEnded whether waiting is pointless
 * @returns {Promise<boolean>} false when the server ended instead
 */
export async function waitUntilReady(cluster, hasEnded, limitMs = 600_000) {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    const server = readPostmaster(cluster)
    if (server?.ready && isServerOf(cluster, server.pid)) return true
    if (hasEnded()) return false
    await sleep(15)
  }
  throw new Error(`PostgreSQL did not become ready within ${limitMs / 1000} s.`)
}

/**
 * A fast shutdown: clients are cut off, everything is written, nothing waits. Past the limit the server is told to drop
 * everything, which costs a recovery at the next start and no data.
 */
export async function stopServer(cluster, pid, limitMs = 30_000) {
  signal(pid, 'SIGINT')
  if (!(await gone(cluster, pid, limitMs))) {
    signal(pid, 'SIGQUIT')
    await gone(cluster, pid, 5_000)
  }
}

/**
 * What a killed server leaves behind. The kernel keeps a killed process's number until its parent asks (in a container
 * without an init: for ever), and PostgreSQL would take that for a running server. Two servers can still never meet on
 * one cluster: PostgreSQL itself also checks the shared memory that belongs to the folder.
 */
export async function clearRemains(cluster) {
  const named = readPostmaster(cluster)
  if (!named) return
  rmSync(join(cluster, 'postmaster.pid'), { force: true })
  removeSocketFolder(named.socketFolder)
}

/** Only a folder that we made is removed: the name comes from a file that others can write. */
export function removeSocketFolder(folder) {
  if (!folder || !basename(folder).startsWith(SOCKET_FOLDER_PREFIX)) return
  rmSync(folder, { recursive: true, force: true })
}

/** A Unix socket's path ends at 107 bytes (103 on macOS), so deep checkouts cannot have it beside their data. */
export function socketFolderTemplate(root) {
  const fits = (folder) => Buffer.byteLength(join(folder, `${SOCKET_FOLDER_PREFIX}XXXXXX`, SOCKET_FILE)) < 100
  return join(fits(root) && existsSync(dirname(root)) ? root : '/tmp', SOCKET_FOLDER_PREFIX)
}

function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

async function gone(cluster, pid, limitMs) {
  const end = Date.now() + limitMs
  while (Date.now() < end) {
    if (!isServerOf(cluster, pid)) return true
    await sleep(20)
  }
  return false
}
