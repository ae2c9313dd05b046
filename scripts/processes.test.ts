import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { processGroup, stopLeftovers } from './processes.mjs'
import { superviseUntilTheEnd } from './supervise.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aura-group-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Appends its name to a file when it is told to end, so that the order can be read. */
const obedient = (name: string) =>
  `process.on('SIGTERM', () => { require('fs').appendFileSync(process.argv[1], '${name} '); process.exit(0) }); setInterval(() => {}, 1000); console.log('up')`
const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')"

it('stops the gateway first and the sample apps last, whatever was started first', async () => {
  const log = join(folder, 'order')
  writeFileSync(log, '')
  const group = processGroup(folder)
  for (const name of ['apps', 'worker', 'portal', 'gateway']) start(group, name, obedient(name), log)
  await settled()
  await group.stop()
  expect(await readText(log)).toBe('gateway portal worker apps ')
})

it('kills a process that does not end when told, so that stopping always ends', async () => {
  const group = processGroup(folder)
  start(group, 'portal', stubborn)
  await settled()
  const begun = Date.now()
  await group.stop()
  expect(Date.now() - begun).toBeLessThan(8_000)
})

it('stops everything with exit code 1 when a process dies, and says which and how', async () => {
  const group = processGroup(folder)
  const stopped: string[] = []
  start(group, 'worker', stubborn)
  start(group, 'gateway', "console.error('the last word'); process.exit(7)")
  const death = await group.unexpectedEnd
  expect(death).toMatchObject({ name: 'gateway', how: 'ended with code 7', lines: ['the last word'] })
  const code = await superviseUntilTheEnd(
    { told: new Promise(() => {}), group, postgres: { stop: async () => void stopped.push('postgres') } },
    async () => () => {},
  )
  expect(code).toBe(1)
  expect(stopped).toEqual(['postgres'])
})

it('stops what a killed launcher left running, and nothing that merely got its number', async () => {
  const left = processGroup(folder)
  start(left, 'portal', stubborn)
  await settled()
  const [portal] = JSON.parse(await readText(join(folder, 'processes.json')))
  const foreign = { name: 'worker', pid: process.pid, startMark: 'of an earlier process' }
  writeFileSync(join(folder, 'processes.json'), JSON.stringify([portal, foreign]))

  const said: string[] = []
  await stopLeftovers(folder, (line: string) => said.push(line))
  expect(said).toEqual([`stopping the portal that an earlier start left running (process ${portal.pid})`])
  expect(await left.unexpectedEnd).toMatchObject({ name: 'portal', how: 'was ended by SIGKILL' })
})

function start(group: ReturnType<typeof processGroup>, name: string, program: string, ...args: string[]) {
  group.start({ name, args: ['--input-type=commonjs', '-e', program, ...args], environment: process.env })
}

/** Long enough for Node to start and set its signal handlers, on a machine that is busy with other tests. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 1_000))

async function readText(path: string) {
  const { readFile } = await import('node:fs/promises')
  return readFile(path, 'utf8')
}
