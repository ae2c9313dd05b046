/**
 * The embedded PostgreSQL: started for a data folder, adopted when an earlier launcher was killed and left it running,
 * and stopped at the end. The rest of the product only ever sees a DATABASE_URL.
 */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holdDataFolder } from './data-folder-lock.mjs'
import { SHARED_ROOT } from './places.mjs'
import { runsAsRoot, serverAccount } from './postgres/account.mjs'
import { postgresBinaries } from './postgres/binaries.mjs'
import {
  assertReachable,
  clusterFiles,
  DATABASE,
  makeCluster,
  ROLE,
  serverEnvironment,
  writeAccessRules,
} from './postgres/cluster.mjs'
import {
  clearRemains,
  livingServer,
  readPostmaster,
  removeSocketFolder,
  SOCKET_FILE,
  socketFolderTemplate,
  stopServer,
  waitUntilReady,
} from './postgres/postmaster.mjs'
import { isAlive } from './process-identity.mjs'

const LOG_LIMIT_BYTES = 10 * 1024 * 1024
const REAPING_LIMIT_MS = 5_000

/**
 * @typedef {{
 *   databaseUrl: string,
 *   connection: { host: string, user: string, database: string },
 *   adopted: boolean,
 *   serverPid: number,
 *   stop(): Promise<void>,
 * }} EmbeddedPostgres
 */

/**
 * Holds the data folder until `stop`. Throws, naming the holder, when another launcher has it.
 * @param {{ dataDir: string, command?: string, ports?: number[], durable?: boolean, log?: (line: string) => void }} options
 *   `durable: false` only for what is thrown away afterwards: it waits for no disk
 * @returns {Promise<EmbeddedPostgres>}
 */
export async function startEmbedded({ dataDir, command = 'aura', ports = [], durable = true, log = () => {} }) {
  const account = serverAccount()
  mkdirSync(dataDir, { recursive: true, mode: 0o755 })
  assertReachable(dataDir, account)
  const release = holdDataFolder(dataDir, { command, ports })
  try {
    const server = (await adopt(dataDir, log)) ?? (await launch(dataDir, account, durable, log))
    return {
      ...addressOf(server.socketFolder),
      adopted: server.adopted,
      serverPid: server.pid,
      async stop() {
        await stopServer(clusterFiles(dataDir).cluster, server.pid)
        removeSocketFolder(server.socketFolder)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** The server of this data folder if it is running, for short commands beside a running portal; it stays as it is. */
export function runningEmbedded(dataDir) {
  const server = livingServer(clusterFiles(dataDir).cluster)
  return server?.ready ? addressOf(server.socketFolder) : null
}

function addressOf(socketFolder) {
  return {
    databaseUrl: `postgresql://${ROLE}@localhost/${DATABASE}?host=${encodeURIComponent(socketFolder)}`,
    connection: { host: socketFolder, user: ROLE, database: DATABASE },
  }
}

/** A server outlives its launcher, however that dies. It is taken over as it stands, never doubled. */
async function adopt(dataDir, log) {
  const { cluster } = clusterFiles(dataDir)
  const found = livingServer(cluster)
  if (!found) return null
  log(`PostgreSQL is running already (process ${found.pid}); taking it over`)
  const ready = await waitUntilReady(cluster, () => !livingServer(cluster))
  const server = ready ? readPostmaster(cluster) : null
  if (server && existsSync(join(server.socketFolder, SOCKET_FILE))) return { ...server, adopted: true }
  // Its socket is gone (somebody emptied the folder for temporary files) or it was just ending: nobody can reach it.
  await stopServer(cluster, found.pid)
  return null
}

async function launch(dataDir, account, durable, log) {
  const binaries = postgresBinaries()
  const { cluster, log: logPath } = clusterFiles(dataDir)
  if (!existsSync(cluster)) log('making a new PostgreSQL cluster')
  makeCluster(dataDir, binaries, account, { durable })
  writeAccessRules(dataDir)
  await waitForReaping(cluster)

  const end = Date.now() + REAPING_LIMIT_MS
  for (;;) {
    await clearRemains(cluster)
    const socketFolder = makeSocketFolder(account)
    const attempt = spawnServer({ binary: binaries.postgres, dataDir, socketFolder, account, durable, logPath })
    if (await waitUntilReady(cluster, attempt.hasEnded)) return { pid: attempt.pid, socketFolder, adopted: false }
    removeSocketFolder(socketFolder)
    const said = attempt.said()
    // The dead server's own children may need a moment to notice that it is gone.
    if (!said.includes('shared memory block') || Date.now() > end) {
      throw new Error(`PostgreSQL did not start. Its log, ${logPath}, ends with:\n${said}`)
    }
    await sleep(200)
  }
}

/** A killed server usually disappears as soon as its parent looks; waiting for it is kinder than removing its files. */
async function waitForReaping(cluster) {
  const end = Date.now() + REAPING_LIMIT_MS
  for (;;) {
    const named = readPostmaster(cluster)
    if (!named || isAlive(named.pid) || !exists(named.pid) || Date.now() > end) return
    await sleep(50)
  }
}

function exists(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function makeSocketFolder(account) {
  const root = runsAsRoot() ? join(SHARED_ROOT, 'sockets') : tmpdir()
  if (runsAsRoot()) mkdirSync(root, { recursive: true, mode: 0o755 })
  const folder = mkdtempSync(socketFolderTemplate(root))
  chmodSync(folder, 0o700)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** The server gets a session of its own: Ctrl-C in the terminal reaches us, and we stop it last, when nobody needs it any more. */
function spawnServer({ binary, dataDir, socketFolder, account, durable, logPath }) {
  const { cluster, hba, ident } = clusterFiles(dataDir)
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    hba_file: hba,
    ident_file: ident,
    max_connections: '200',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  }
  if (existsSync(logPath) && statSync(logPath).size > LOG_LIMIT_BYTES) renameSync(logPath, `${logPath}.1`)
  const logFile = openSync(logPath, 'a', 0o600)
  const logStart = statSync(logPath).size
  const child = spawn(
    binary,
    ['-D', cluster, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    {
      ...account,
      cwd: '/',
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', logFile, logFile],
    },
  )
  closeSync(logFile)
  let failure = null
  child.on('error', (error) => {
    failure = error
  })
  child.unref()
  return {
    pid: child.pid,
    hasEnded: () => failure !== null || child.exitCode !== null || child.signalCode !== null,
    said: () => failure?.message ?? readFileSync(logPath).subarray(logStart).toString('utf8').trim(),
  }
}
