import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { openInstallation } from '@/e2e/processes/installation'
import { createTestDatabase } from '@/lib/db/testing/test-database'

/** Ticks of the processor that a process has used so far, a hundred to the second; Linux alone tells. */
const ticksOf = (pid: number) => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return Number(fields[11]) + Number(fields[12])
}

it.skipIf(process.platform !== 'linux')('goes on quietly when whoever started the portal is gone', async () => {
  const database = await createTestDatabase()
  const installation = await openInstallation(database.databaseUrl)
  const portal = await installation.startPortal()
  portal.hangUp()
  // An action from a foreign page is refused by Next itself, which says so on its broken output.
  const headers = { origin: 'https://evil.test', 'next-action': '0'.repeat(42), 'content-type': 'text/plain' }
  for (let each = 0; each < 3; each += 1) {
    expect(
      (await call(`${portal.url}/sign-in`, { method: 'POST', headers, body: '[]' })).status,
    ).toBeGreaterThanOrEqual(400)
  }
  await sleep(500)
  const before = ticksOf(portal.pid)
  await sleep(1_500)
  expect(ticksOf(portal.pid) - before).toBeLessThan(30)
  expect((await call(`${portal.url}/healthz`)).status).toBe(200)
  await portal.stop()
  await installation.close()
  await database.drop()
})
