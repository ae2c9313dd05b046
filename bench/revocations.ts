import { Agent } from 'node:http'
import { quantile } from '@/bench/numbers'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { type MadeKey, openInstallation, startGateway, untilCaughtUp, untilReady } from '@/e2e/processes/installation'

const REVOCATIONS = 500
/** Callers that keep asking with the key while it is revoked. */
const CALLERS = 4
const AIM_MILLISECONDS = 100

/** How long a key goes on working at a gateway after it was revoked in the portal, with callers that never let go of it. */
export async function measureRevocations(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-revocations', 'http://127.0.0.1:9')
  const token = await installation.registerGateway('bench-revocations')
  const portal = await installation.startPortal()
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
  })
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS })
  const url = `${gateway.url}/verify?app=${app.slug}`
  try {
    await untilReady(gateway)
    const sinceAsked: number[] = []
    const sinceCommitted: number[] = []
    for (let each = 0; each < REVOCATIONS; each += 1) {
      const key = await installation.createKey(app, `key ${each}`)
      await untilCaughtUp(gateway, installation)
      const callers = Array.from({ length: CALLERS }, () => untilRefused(url, key, agent))
      await Promise.all(callers.map(({ accepted }) => accepted))
      const askedAt = performance.now()
      await installation.revoke(key)
      const committedAt = performance.now()
      const lastAccepted = Math.max(...(await Promise.all(callers.map(({ lastAcceptedAt }) => lastAcceptedAt))))
      sinceAsked.push(lastAccepted - askedAt)
      sinceCommitted.push(Math.max(0, lastAccepted - committedAt))
    }
    const p99 = quantile(sinceCommitted, 0.99)
    return [
      `- ${REVOCATIONS} revocations, from the operation's commit to the last accepted answer: ${inWords(sinceCommitted)} (aim: p99 under ${AIM_MILLISECONDS} ms, ${p99 < AIM_MILLISECONDS ? 'met' : 'not met'})`,
      `  - counted from before the operation began: ${inWords(sinceAsked)}; ${CALLERS} callers on kept connections, portal, gateway and Postgres (durable) on this machine`,
    ]
  } finally {
    agent.destroy()
    await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}

/** Calls with a key until it is refused. The answer's arrival counts, so the measured time is too long rather than too short. */
function untilRefused(
  url: string,
  { token }: MadeKey,
  agent: Agent,
): { accepted: Promise<void>; lastAcceptedAt: Promise<number> } {
  let first = () => {}
  const accepted = new Promise<void>((resolve) => {
    first = resolve
  })
  const work = async () => {
    for (let last = Number.NaN; ; ) {
      const { status, verdict } = await call(url, { token, agent })
      if (status === 204) {
        last = performance.now()
        first()
      } else if (verdict === 'revoked') return last
      else throw new Error(`Neither accepted nor revoked: ${status} ${verdict}`)
    }
  }
  return { accepted, lastAcceptedAt: work() }
}

const inWords = (milliseconds: readonly number[]) =>
  [
    ['p50', quantile(milliseconds, 0.5)],
    ['p99', quantile(milliseconds, 0.99)],
    ['max', Math.max(...milliseconds)],
  ]
    .map(([name, value]) => `${name} ${(value as number).toFixed(1)} ms`)
    .join(', ')
