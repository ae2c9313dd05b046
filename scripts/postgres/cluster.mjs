/** A PostgreSQL cluster of our own: made whole or not at all, entered through one Unix socket by known system users only. */
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { namesThatMayEnter } from './account.mjs'

export const ROLE = 'aura'
export const DATABASE = 'aura'

/**
 * @param {string} dataDir
 * @param {{ initdb: string, postgres: string }} binaries
 * @param {import('./account.mjs').Account} account
 * @param {{ durable: boolean }} options a throw-away cluster need not reach the disk
 */
export function makeCluster(dataDir, binaries, account, { durable }) {
  const { cluster } = clusterFiles(dataDir)
  if (existsSync(join(cluster, 'PG_VERSION'))) {
    refuseForeignOwner(cluster, account)
    return
  }
  const unfinished = join(dataDir, 'postgres.tmp')
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  if (account) chownSync(unfinished, account.uid, account.gid)
  run(binaries.initdb, initdbArguments(unfinished, durable), account)
  // Single-user mode needs no running server, no socket and no password to make the database.
  run(binaries.postgres, ['--single', '-D', unfinished, 'postgres'], account, `create database ${DATABASE}\n`)
  renameSync(unfinished, cluster)
}

/** Rules about who may enter stand outside the cluster, so that root never writes into a folder that belongs to another user. */
export function writeAccessRules(dataDir) {
  const { access, hba, ident } = clusterFiles(dataDir)
  mkdirSync(access, { recursive: true })
  chmodSync(access, 0o755)
  const rules = [
    [hba, `local all all peer map=${ROLE}\n`],
    [
      ident,
      namesThatMayEnter()
        .map((name) => `${ROLE} "${name}" ${ROLE}\n`)
        .join(''),
    ],
  ]
  for (const [path, content] of rules) {
    writeFileSync(path, content)
    chmodSync(path, 0o644)
  }
}

export function clusterFiles(dataDir) {
  const access = join(dataDir, 'postgres-access')
  return {
    cluster: join(dataDir, 'postgres'),
    access,
    hba: join(access, 'pg_hba.conf'),
    ident: join(access, 'pg_ident.conf'),
    log: join(dataDir, 'postgres.log'),
  }
}

/** The server's own user must be able to walk down to the data; a folder like /root lets nobody through. */
export function assertReachable(dataDir, account) {
  if (!account) return
  for (let folder = dataDir; folder !== dirname(folder); folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0
    if (((mode >> shift) & 1) === 0) {
      throw new Error(
        `PostgreSQL runs as the user "postgres" and cannot reach ${dataDir}, because ${folder} is closed to it. Choose another folder with AURA_DATA_DIR (as root, the default is below /var/lib/aura-portal).`,
      )
    }
  }
}

/** The environment of every PostgreSQL process: nothing of ours leaks into it, and no locale of the machine changes its words. */
export const serverEnvironment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' })

function initdbArguments(folder, durable) {
  const always = ['-D', folder, '-U', ROLE, '-A', 'peer', '--encoding=UTF8', '--no-instructions']
  const order = ['--locale-provider=builtin', '--locale=C.UTF-8']
  return [...always, ...order, ...(durable ? [] : ['--no-sync'])]
}

function refuseForeignOwner(cluster, account) {
  const owner = statSync(cluster).uid
  const expected = account?.uid ?? process.getuid()
  if (owner === expected) return
  throw new Error(
    `The database in ${cluster} belongs to the system user ${owner}, and PostgreSQL would run as ${expected} now. Start it as the user that made it, or choose another folder with AURA_DATA_DIR.`,
  )
}

function run(binary, args, account, input = '') {
  // The working folder must be readable by the server's user, and the caller's may not be.
  const done = spawnSync(binary, args, { ...account, cwd: '/', env: serverEnvironment(), encoding: 'utf8', input })
  const said = `${done.stderr ?? ''}${done.stdout ?? ''}`.trim()
  // In single-user mode a refused statement ends the process as if all were well, so its words decide as well.
  if (done.error || done.status !== 0 || /\b(?:FATAL|PANIC|ERROR):/.test(said)) {
    throw new Error(`${binary} failed: ${done.error?.message ?? said}`)
  }
}
