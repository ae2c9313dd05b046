import { copyFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { afterEach, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type GatewayProcess,
  type Installation,
  type MadeKey,
  openInstallation,
  startGateway,
  untilReady,
} from '@/e2e/processes/installation'
import { startPortalLink } from '@/e2e/processes/portal-link'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { startUpstream } from '@/e2e/processes/upstream'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { HEADER_BYTES } from '@/lib/status/journal-format'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

/** An app with two keys and a gateway that knows them; the gateway is started by the test, as often as it likes. */
async function stage(stalenessSeconds: number) {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl, { stalenessSeconds })
  cleaning.push(() => installation.close())
  const upstream = await startUpstream()
  cleaning.push(() => upstream.close())
  const app = await installation.createApp('sentiment', upstream.url)
  const doomed = await installation.createKey(app, 'doomed')
  const good = await installation.createKey(app, 'good')
  const token = await installation.registerGateway('edge')
  const dataFolder = `${installation.folder}/gateway`
  const port = await freePort()
  let gateway: GatewayProcess | undefined
  const kill = async () => gateway?.kill()
  cleaning.push(kill)
  const start = async (portalUrl: string) => {
    await kill()
    gateway = await startGateway({ portalUrl, token, dataFolder, port })
    return gateway
  }
  const url = `http://127.0.0.1:${port}/apps/sentiment/`
  const verdictOn = async ({ token: key }: MadeKey) => {
    const { status, verdict } = await call(url, { token: key })
    return status === 200 ? 'accepted' : `${status} ${verdict}`
  }
  return { database, installation, doomed, good, start, kill, verdictOn, journal: `${dataFolder}/journal` }
}

async function revokeAndWaitForReceipt(installation: Installation, databaseUrl: string, key: MadeKey): Promise<void> {
  const seq = await installation.revoke(key)
  await until('the revocation is acknowledged', async () => {
    const receipts = await rowsOf<{ acknowledged_at: Date | null }>(
      databaseUrl,
      'select acknowledged_at from acknowledgement where seq = $1',
      [seq],
    )
    return receipts.length === 1 && receipts.every(({ acknowledged_at }) => acknowledged_at)
  })
}

it('refuses what it acknowledged after a kill, with the portal down, and everything once its lease is over, however often it starts', async () => {
  const { database, installation, doomed, good, start, verdictOn } = await stage(8)
  const portal = await installation.startPortal()
  cleaning.push(() => portal.kill())
  const gateway = await start(portal.url)
  await untilReady(gateway)
  expect(await verdictOn(doomed)).toBe('accepted')
  await revokeAndWaitForReceipt(installation, database.databaseUrl, doomed)

  await gateway.kill()
  await portal.kill()
  const [instance] = await rowsOf<{ lease_ends_at: Date }>(
    database.databaseUrl,
    'select lease_ends_at from gateway_instance',
  )
  const leaseEnd = instance?.lease_ends_at.getTime() ?? 0

  await start(portal.url)
  expect(await verdictOn(doomed)).toBe('401 revoked')
  expect(await verdictOn(good)).toBe('accepted')
  await start(portal.url)
  expect(await verdictOn(doomed)).toBe('401 revoked')
  expect(await verdictOn(good)).toBe('accepted')

  // The portal has promised its receipts that this gateway refuses everything from then on.
  await until('the lease is over', async () => {
    const askedAt = Date.now()
    const verdict = await verdictOn(good)
    if (verdict === 'accepted') expect(askedAt).toBeLessThan(leaseEnd)
    return verdict === '503 status_stale'
  })
  expect(await verdictOn(doomed)).toBe('503 status_stale')
  await start(portal.url)
  expect(await verdictOn(good)).toBe('503 status_stale')
  expect(await verdictOn(doomed)).toBe('503 status_stale')

  const again = await installation.startPortal()
  cleaning.push(() => again.kill())
  await until('it has heard from the portal', async () => (await verdictOn(good)) === 'accepted')
  expect(await verdictOn(doomed)).toBe('401 revoked')
})

it('trusts a whole journal and no other: missing, cut short anywhere or changed by one bit, it refuses everything until the portal answers', async () => {
  const { database, installation, doomed, good, start, kill, verdictOn, journal } = await stage(900)
  const portal = await installation.startPortal()
  cleaning.push(() => portal.kill())
  const link = await startPortalLink(portal.url)
  cleaning.push(() => link.close())
  await untilReady(await start(link.url))
  await revokeAndWaitForReceipt(installation, database.databaseUrl, doomed)
  // Killed without a word, so that the journal is as it was at some moment of its work.
  await kill()
  const kept = `${installation.folder}/journal-as-it-was`
  copyFileSync(journal, kept)
  const bytes = readFileSync(kept)
  const { length } = bytes
  const endOfFirstRecord = HEADER_BYTES + 8 + bytes.readUInt32BE(HEADER_BYTES)
  expect(endOfFirstRecord, 'there are changes behind the first state').toBeLessThan(length)

  const damages: readonly (readonly [string, () => void])[] = [
    ['missing', () => rmSync(journal)],
    // Every other place is tried without a process, in lib/status/journal.test.ts.
    ...[0, endOfFirstRecord, length - 1].map(
      (size) => [`cut to ${size} of ${length} bytes`, () => truncateSync(journal, size)] as const,
    ),
    ...[HEADER_BYTES - 1, length - 1].map((at) => [`a bit changed at ${at}`, () => flipBit(journal, at)] as const),
  ]
  link.cut()
  copyFileSync(kept, journal)
  await start(link.url)
  expect([await verdictOn(good), await verdictOn(doomed)], 'a whole journal').toEqual(['accepted', '401 revoked'])

  const seen: Record<string, string[]> = {}
  for (const [damage, inflict] of damages) {
    await kill()
    copyFileSync(kept, journal)
    inflict()
    await start(link.url)
    seen[damage] = [await verdictOn(good), await verdictOn(doomed)]
  }
  expect(seen).toEqual(
    Object.fromEntries(damages.map(([damage]) => [damage, ['503 status_stale', '503 status_stale']])),
  )

  link.restore()
  await until('the portal has answered', async () => (await verdictOn(good)) === 'accepted')
  expect(await verdictOn(doomed)).toBe('401 revoked')
})

it('keeps a second gateway process out of the folder of the first', async () => {
  const { installation, good, start, verdictOn, journal } = await stage(900)
  const portal = await installation.startPortal()
  cleaning.push(() => portal.kill())
  await untilReady(await start(portal.url))
  const second = startGateway({
    portalUrl: portal.url,
    token: `agt_${'x'.repeat(43)}`,
    dataFolder: journal.replace(/\/journal$/, ''),
    port: await freePort(),
  })
  await expect(second).rejects.toThrow(/is used by the gateway with process id \d+/)
  expect(await verdictOn(good)).toBe('accepted')
})

function flipBit(path: string, at: number): void {
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
  writeFileSync(path, bytes)
}
