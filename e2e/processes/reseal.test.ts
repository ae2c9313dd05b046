import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { seededRandom } from '@/e2e/fault-run/seeded-random'
import { call } from '@/e2e/processes/call'
import { type Installation, openInstallation, type PortalProcess } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createSecret } from '@/lib/operations/create-secret'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import type { Principal } from '@/lib/operations/perform'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { FEED_VERSION } from '@/lib/status/feed-format'
import { putKeyInFront } from '@/scripts/generated-secrets.mjs'

const SECRETS = 100
const KILLS = 2

const cleaning: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean()
})

it('replaces the key-encryption key while a portal runs and the command is killed again and again: every secret opens at all times, and nothing is lost', async () => {
  const random = seededRandom(20_261_121)
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const owners = [installation.organization.owner, (await installation.createOrganization('second')).owner]
  const app = await installation.createApp('sentiment', 'http://127.0.0.1:9')
  const { secret: upstreamSecret } = await installation.act(makeUpstreamSecret, { appId: app.id, replaces: null })
  const token = await installation.registerGateway('edge')
  const secrets: Saved[] = []
  for (let number = 0; number < SECRETS; number += 1)
    secrets.push(await save(installation, owners[number % 2] as Principal, number))
  const portal = await installation.startPortal()
  cleaning.push(() => portal.kill())
  const kekFile = installation.environment.AURA_KEK_FILE as string
  const old = kidsIn(kekFile)

  // What people do meanwhile, in a process that was started with the old key alone.
  let isOver = false
  let opened = 0
  const reading = (async () => {
    while (!isOver) {
      const secret = secrets[Math.floor(random() * secrets.length)] as Saved
      expect(await valueHeldBy(installation, secret)).toBe(secret.value)
      opened += 1
    }
  })()
  const making = (async () => {
    while (!isOver) {
      secrets.push(await save(installation, owners[secrets.length % 2] as Principal, secrets.length))
      await sleep(20)
    }
  })()
  const meanwhile = Promise.all([reading, making])
  meanwhile.catch(() => undefined)

  const next = putKeyInFront(kekFile)
  const resealedNow = async () => {
    const [row] = await rowsOf<{ count: number }>(
      database.databaseUrl,
      `select (select count(*) from secret_version where sealed_with = $1)::int + (select count(*) from signing_key where sealed_with = $1)::int as count`,
      [next],
    )
    return row?.count ?? 0
  }
  expect(await installation.operator('reseal', '--status')).toMatchObject({ code: 3 })
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = await resealedNow()
    const command = startProcess({
      name: 'reseal',
      args: ['dist/operator.mjs', 'reseal'],
      environment: installation.environment,
    })
    cleaning.push(() => command.kill())
    await until('it seals, or is done', async () => command.hasEnded() || (await resealedNow()) > before + 1, {
      pauseMilliseconds: 1,
    })
    await sleep(random() * 20)
    await command.kill()
    expect(await upstreamSecretTold(portal, token)).toBe(upstreamSecret.reveal())
  }
  const done = await installation.operator('reseal')
  expect(done, done.output).toMatchObject({ code: 0 })
  expect(done.output).toContain(`Nothing needs “${old[0]}” any more`)
  isOver = true
  await meanwhile
  expect(opened).toBeGreaterThan(KILLS)

  expect(
    await rowsOf(
      database.databaseUrl,
      `select type from event where type = 'organization.resealed' group by organization_id, type`,
    ),
  ).toHaveLength(2)
  withoutKeys(kekFile, old)
  const status = await installation.operator('reseal', '--status')
  expect(status, status.output).toMatchObject({ code: 0 })
  // The portal that has run all the time, and one that knows the new key alone.
  await portal.stop()
  const restarted = await installation.startPortal()
  cleaning.push(() => restarted.kill())
  expect(await upstreamSecretTold(restarted, token)).toBe(upstreamSecret.reveal())
  for (const secret of secrets) expect(await valueHeldBy(installation, secret)).toBe(secret.value)
})

it('does not start a portal whose file lacks a key that something needs, and says which, and what for', async () => {
  const database = await createTestDatabase()
  cleaning.push(() => database.drop())
  const installation = await openInstallation(database.databaseUrl)
  cleaning.push(() => installation.close())
  const kekFile = installation.environment.AURA_KEK_FILE as string
  const [old = ''] = kidsIn(kekFile)
  putKeyInFront(kekFile)
  withoutKeys(kekFile, [old])
  const words = `“${old}”: 3 signing keys of first`
  await expect(installation.startPortal()).rejects.toThrow(words)
  for (const command of [['reseal'], ['reseal', '--status']]) {
    const refused = await installation.operator(...command)
    expect(refused).toMatchObject({ code: 4 })
    expect(refused.output).toContain(words)
  }
  const portal = await installation.startPortal({ environment: { AURA_LOST_KEKS: `another,${old}` } })
  await portal.stop()
})

interface Saved {
  readonly by: Principal
  readonly id: string
  readonly value: string
}

async function save(installation: Installation, by: Principal, number: number): Promise<Saved> {
  const value = `the value of number ${number}`
  return { by, value, id: (await installation.act(createSecret, { name: `SECRET_${number}`, value }, by)).id }
}

const valueHeldBy = async (installation: Installation, { by, id }: Saved) =>
  (await installation.act(revealSecret, { secretId: id }, by)).value

async function upstreamSecretTold(portal: PortalProcess, token: string): Promise<string | null> {
  const { status, body } = await call(`${portal.url}/dataplane/snapshot?version=${FEED_VERSION}`, { token })
  expect(status).toBe(200)
  return JSON.parse(body).apps[0].upstreamSecret
}

const kidsIn = (file: string): string[] => {
  const { keys, kid } = JSON.parse(readFileSync(file, 'utf8'))
  return keys ? keys.map((key: { kid: string }) => key.kid) : [kid]
}

const withoutKeys = (file: string, kids: readonly string[]) => {
  const { keys } = JSON.parse(readFileSync(file, 'utf8'))
  writeFileSync(file, JSON.stringify({ keys: keys.filter((key: { kid: string }) => !kids.includes(key.kid)) }))
}
