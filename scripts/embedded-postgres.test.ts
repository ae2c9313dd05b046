import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { runningEmbedded, startEmbedded } from './embedded-postgres.mjs'
import { dataFolder } from './places.mjs'
import { clusterFiles } from './postgres/cluster.mjs'
import { clearRemains, livingServer, removeSocketFolder, stopServer } from './postgres/postmaster.mjs'
import { isAlive } from './process-identity.mjs'

let dataDir: string
// One cluster for all of them, each of which leaves it stopped: making one takes longer than what is asked here.
beforeAll(() => {
  // The name says whose it is, so that a killed test run's folder is cleared away by the next one.
  const root = dataFolder('test')
  mkdirSync(root, { recursive: true, mode: 0o755 })
  dataDir = mkdtempSync(join(root, `run-${process.pid}-`))
  chmodSync(dataDir, 0o755)
})
afterEach(async () => {
  const { cluster } = clusterFiles(dataDir)
  const left = livingServer(cluster)
  if (left) await stopServer(cluster, left.pid)
  await clearRemains(cluster)
  if (left) removeSocketFolder(left.socketFolder)
})
afterAll(() => rmSync(dataDir, { recursive: true }))

it('adopts the server of a launcher that was killed, with what it had stored', async () => {
  const launcher = await launch()
  await query(launcher.databaseUrl, 'create table kept as select 42 as answer')
  launcher.kill()
  await launcher.ended

  const adopted = await start()
  expect(adopted).toMatchObject({ adopted: true, serverPid: launcher.serverPid, databaseUrl: launcher.databaseUrl })
  expect(await query(adopted.databaseUrl, 'select answer from kept')).toEqual([{ answer: 42 }])
  await adopted.stop()
  expect(isAlive(launcher.serverPid)).toBe(false)
})

it('starts again after the server itself was killed, and has every row that it acknowledged', async () => {
  const first = await start()
  await query(first.databaseUrl, 'create table stored as select 42 as answer')
  process.kill(first.serverPid, 'SIGKILL')
  await first.stop()

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await query(second.databaseUrl, 'select answer from stored')).toEqual([{ answer: 42 }])
  await second.stop()
})

it('takes a number in a stale postmaster.pid for nobody, when it now belongs to another process', async () => {
  const first = await start()
  const { cluster } = clusterFiles(dataDir)
  const stale = readFileSync(join(cluster, 'postmaster.pid'), 'utf8')
  await first.stop()
  writeFileSync(join(cluster, 'postmaster.pid'), stale.replace(/^\d+/, String(process.pid)))

  const second = await start()
  expect(second.adopted).toBe(false)
  expect(await query(second.databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }])
  await second.stop()
})

it('refuses a second start on the same data folder and names who holds it', async () => {
  const holder = await launch()
  await expect(start()).rejects.toThrow(
    `The data folder ${dataDir} is in use by "npm run holder" (process ${holder.pid}, since `,
  )
  await expect(start()).rejects.toThrow('ports 3000 and 4000)')
  expect(runningEmbedded(dataDir)?.databaseUrl).toBe(holder.databaseUrl)
  holder.kill()
  await holder.ended
})

it('lets nobody in but through its own socket folder, which is closed to others', async () => {
  const postgres = await start()
  expect(await query(postgres.databaseUrl, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
  expect(await query(postgres.databaseUrl, 'show unix_socket_permissions')).toEqual([
    { unix_socket_permissions: '0700' },
  ])
  expect(statSync(postgres.connection.host).mode & 0o777).toBe(0o700)
  expect(await query(postgres.databaseUrl, "select lower('ÄÖ') as lower, current_setting('fsync') as fsync")).toEqual([
    { lower: 'äö', fsync: 'on' },
  ])
  await postgres.stop()
})

const start = (options = {}) => startEmbedded({ dataDir, command: 'npm test', ...options })

/** Another process that starts the server and holds the folder until it is killed. */
async function launch() {
  const program = `
    import { startEmbedded } from './scripts/embedded-postgres.mjs'
    const { databaseUrl, serverPid } = await startEmbedded({ dataDir: process.argv[1], command: 'npm run holder', ports: [3000, 4000] })
    console.log(JSON.stringify({ databaseUrl, serverPid }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk) => resolve(String(chunk)))
    child.once('exit', () => reject(new Error('the launcher ended before its server was ready')))
  })
  const { databaseUrl, serverPid } = JSON.parse(line) as { databaseUrl: string; serverPid: number }
  return { pid: child.pid, databaseUrl, serverPid, ended, kill: () => child.kill('SIGKILL') }
}

async function query(databaseUrl: string, statement: string) {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
