import { appKeysHref } from '@/components/places'
import { type Answer, call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import {
  type Installation,
  type MadeApp,
  OWNER,
  openInstallation,
  startGateway,
  untilCaughtUp,
  untilReady,
} from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { type SignedInClient, signIn } from '@/e2e/processes/signed-in-client'
import { startUpstream } from '@/e2e/processes/upstream'
import { createTestDatabase } from '@/lib/db/testing/test-database'

const CLIENTS = 8
/** Well below what an app may have, for some keys are stored whose maker never heard of them. */
const KEYS_PER_APP = 25

export interface Outcome {
  /** Keys whose token reached the client, with what the gateway says of them afterwards. */
  readonly acknowledged: readonly { readonly name: string; readonly answer: Answer }[]
  /** Asked for, and no answer came. */
  readonly unanswered: readonly string[]
  /** The names of the keys that the database has. */
  readonly stored: readonly string[]
  /** How many keys had been acknowledged at each kill. */
  readonly killedAt: readonly number[]
}

/** Eight clients create keys through the portal's own server action, while the portal is killed (-9) and started again. */
export async function createKeysWhileThePortalDies({
  keys,
  kills,
}: {
  readonly keys: number
  readonly kills: number
}): Promise<Outcome> {
  const database = await createTestDatabase()
  const installation = await openInstallation(database.databaseUrl)
  const upstream = await startUpstream()
  let portal = await installation.startPortal()
  const token = await installation.registerGateway('edge')
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  try {
    await untilReady(gateway)
    const clients = await Promise.all(
      Array.from({ length: CLIENTS }, () => signIn(portal.url, installation.publicUrl, OWNER)),
    )
    const apps: MadeApp[] = []
    for (let number = 0; number < keys / KEYS_PER_APP; number += 1) {
      apps.push(await installation.createApp(`app ${number}`, upstream.url))
    }

    const acknowledged: { name: string; token: string; app: MadeApp }[] = []
    const unanswered: string[] = []
    const killedAt: number[] = []
    let asked = 0
    let isDown: Promise<unknown> | undefined

    const killAndStart = async () => {
      killedAt.push(acknowledged.length)
      await portal.kill()
      portal = await installation.startPortal()
      isDown = undefined
    }
    const work = async (client: SignedInClient) => {
      while (acknowledged.length < keys) {
        asked += 1
        const app = apps[asked % apps.length] as MadeApp
        const name = `key ${asked}`
        const answer = await createKey(client, installation, app, name)
        if (answer) acknowledged.push({ name, token: answer, app })
        else unanswered.push(name)
        if (!isDown && killedAt.length < kills && acknowledged.length >= ((killedAt.length + 1) * keys) / (kills + 1))
          isDown = killAndStart()
        // Whoever got no answer waits for the portal, as a person would; the rest find out by themselves.
        if (!answer) await isDown
      }
    }
    await Promise.all(clients.map(work))
    await isDown

    await untilCaughtUp(gateway, installation)
    const judged = await Promise.all(
      acknowledged.map(async ({ name, token: key, app }) => ({
        name,
        answer: await call(`${gateway.url}/apps/${app.slug}/`, { token: key }),
      })),
    )
    const stored = await rowsOf<{ name: string }>(database.databaseUrl, 'select name from api_key order by position')
    return { acknowledged: judged, unanswered, stored: stored.map(({ name }) => name), killedAt }
  } finally {
    await gateway.stop()
    await portal.stop()
    await upstream.close()
    await installation.close()
    await database.drop()
  }
}

/** The token, if it came. A refusal is none of the outcomes that are looked for here. */
async function createKey(
  client: SignedInClient,
  { organization }: Installation,
  app: MadeApp,
  name: string,
): Promise<string | undefined> {
  const page = appKeysHref(organization.slug, { service: 'cloud_function', slug: app.slug })
  const input = { appId: app.id, name, expiration: '30d', type: 'server', scopes: ['invoke'] }
  const answer = await client.act<{ token: string }>(page, 'createApiKeyAction', organization.slug, input)
  if (answer && !answer.ok) throw new Error(`${name} was refused: ${answer.message}`)
  return answer?.value.token
}
