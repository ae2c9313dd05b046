import { randomUUID } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { type MadeKey, openInstallation, startGateway, untilReady } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { startUpstream } from '@/e2e/processes/upstream'
import { createTestDatabase } from '@/lib/db/testing/test-database'

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

it('revives no key when a backup is restored: the gateway stays with what it knows until a new epoch is begun, and then refuses what was made in the lost time', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl, { renewSeconds: 1 })
  const upstream = await startUpstream()
  cleaning.push(() => upstream.close())
  const app = await installation.createApp('sentiment', upstream.url)
  const old = await installation.createKey(app, 'old')
  const doomed = await installation.createKey(app, 'doomed')
  const token = await installation.registerGateway('edge')
  let portal = await installation.startPortal()
  cleaning.push(() => portal.kill())
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  cleaning.push(() => gateway.kill())
  const verdictOn = async ({ token: key }: MadeKey) => {
    const { status, verdict } = await call(`${gateway.url}/apps/sentiment/`, { token: key })
    return status === 200 ? 'accepted' : `${status} ${verdict}`
  }
  await untilReady(gateway)
  expect(await verdictOn(doomed)).toBe('accepted')

  const backup = `backup_${randomUUID().replaceAll('-', '')}`
  const name = new URL(database.databaseUrl).pathname.slice(1)
  const server = database.databaseUrl.replace(`/${name}?`, '/postgres?')
  cleaning.push(() => rowsOf(server, `drop database if exists ${backup} with (force)`))
  await portal.stop()
  await withoutConnections(server, name, `create database ${backup} template ${name}`)

  portal = await installation.startPortal()
  const seq = await installation.revoke(doomed)
  const lost = await installation.createKey(app, 'made in the lost time')
  await until('the gateway has acknowledged the revocation', async () => {
    const rows = await rowsOf<{ acknowledged_at: Date | null }>(
      database.databaseUrl,
      'select acknowledged_at from acknowledgement where seq = $1',
      [seq],
    )
    return rows.length > 0 && rows.every(({ acknowledged_at }) => acknowledged_at)
  })
  await until('the new key works', async () => (await verdictOn(lost)) === 'accepted')

  // The disk is lost, and last night's backup is put in its place.
  await portal.kill()
  await withoutConnections(server, name, `drop database ${name}`)
  await withoutConnections(server, backup, `create database ${name} template ${backup}`)
  portal = await installation.startPortal()
  const feedOf = async () => (await gateway.readiness()).feed
  await until('the gateway has noticed', async () => (await feedOf()) === 'portal_went_back')
  expect(await verdictOn(doomed)).toBe('401 revoked')
  expect(await verdictOn(old)).toBe('accepted')
  const { lease_seconds: before } = await gateway.readiness()
  // It asks for a new lease every second; nothing of that extends the one it has.
  await until('some seconds have passed', async () => (await gateway.readiness()).lease_seconds < before - 2)
  // On a busy machine it may be without an answer for a moment; what it hears when it has one is the same as before.
  await until('it still knows that the portal went back', async () => (await feedOf()) === 'portal_went_back')
  expect(await verdictOn(doomed)).toBe('401 revoked')

  const begun = await installation.operator('new-epoch', installation.organization.slug)
  expect(begun.output).toContain('Epoch 2 has begun')
  await until('the gateway follows again', async () => {
    const { feed, epoch, ready } = await gateway.readiness()
    return feed === 'following' && epoch === 2 && ready
  })
  expect(await verdictOn(old)).toBe('accepted')
  expect(await verdictOn(lost)).toBe('401 revoked')
  const fresh = await installation.createKey(app, 'made afterwards')
  await until('a key of the new epoch works', async () => (await verdictOn(fresh)) === 'accepted')
  await installation.revoke(fresh)
  await until('and can be revoked', async () => (await verdictOn(fresh)) === '401 revoked')
  await installation.close()
})

/** PostgreSQL copies and drops a database only while nobody is connected to it. */
async function withoutConnections(server: string, name: string, statement: string): Promise<void> {
  await until('nobody is connected', async () => {
    await rowsOf(server, 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
    return rowsOf(server, statement).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code === '55006') return false
        throw error
      },
    )
  })
}
