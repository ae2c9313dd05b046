/** An embedded PostgreSQL that lives for one run of checks or tests, and is deleted with its data. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentHolder } from './data-folder-lock.mjs'
import { startEmbedded } from './embedded-postgres.mjs'
import { dataFolder } from './places.mjs'
import { clusterFiles } from './postgres/cluster.mjs'
import { isServerOf, livingServer, removeSocketFolder, stopServer } from './postgres/postmaster.mjs'
import { isAlive } from './process-identity.mjs'

const PREFIX = 'run-'

/**
 * @param {{ command: string, durable?: boolean, log?: (line: string) => void }} options `durable` where the disk's time is what is measured,
 *   and where a crash must lose nothing
 * @returns {Promise<import('./embedded-postgres.mjs').EmbeddedPostgres & {
 *   dataDir: string,
 *   restart(how: 'orderly' | 'crash'): Promise<import('./embedded-postgres.mjs').EmbeddedPostgres>,
 * }>} `restart` stops the server and starts it again on the same data, with another socket folder
 */
export async function startThrowAwayPostgres({ command, durable = false, log }) {
  const root = dataFolder('test')
  mkdirSync(root, { recursive: true, mode: 0o755 })
  await removeAbandoned(root)
  const dataDir = throwAwayFolder(root)
  const start = () => startEmbedded({ dataDir, command, durable, ...(log ? { log } : {}) })
  let postgres = await start()
  const endAtOnce = endWithThisProcess(() => postgres.serverPid)
  return {
    ...postgres,
    dataDir,
    async restart(how) {
      if (how === 'crash') await crash(clusterFiles(dataDir).cluster, postgres.serverPid)
      await postgres.stop()
      postgres = await start()
      return postgres
    },
    async stop() {
      process.off('exit', endAtOnce)
      await postgres.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL's "immediate" shutdown: no checkpoint, nothing is written any more. What it had promised is in its log. */
async function crash(cluster, pid) {
  process.kill(pid, 'SIGQUIT')
  while (isServerOf(cluster, pid)) await sleep(20)
}

/**
 * Ctrl-C during a run should leave no server behind; its folder is cleared away by the next run. Signals become an orderly
 * exit only where nobody else handles them.
 */
function endWithThisProcess(serverPid) {
  const endAtOnce = () => {
    try {
      process.kill(serverPid(), 'SIGQUIT')
    } catch (error) {
      if (error.code !== 'ESRCH') throw error
    }
  }
  process.once('exit', endAtOnce)
  for (const signal of ['SIGINT', 'SIGTERM']) {
    if (process.listenerCount(signal) === 0) process.once(signal, () => process.exit(130))
  }
  return endAtOnce
}

/**
 * The process's number is in the name, so that a run that has not written its lock yet is not taken for an abandoned one.
 * PostgreSQL's own user must be able to pass through the folder, which `mkdtemp` closes to others.
 */
function throwAwayFolder(root) {
  const folder = mkdtempSync(join(root, `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755)
  return folder
}

/** A run that was killed leaves its server and its folder behind; the next run clears them away. */
async function removeAbandoned(root) {
  for (const name of readdirSync(root)) {
    const pid = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('-')[0] : 0)
    const folder = join(root, name)
    if (!pid || isAlive(pid) || currentHolder(folder)) continue
    const { cluster } = clusterFiles(folder)
    const server = livingServer(cluster)
    if (server) {
      await stopServer(cluster, server.pid)
      removeSocketFolder(server.socketFolder)
    }
    rmSync(folder, { recursive: true, force: true })
  }
}
