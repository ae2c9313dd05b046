import { Agent, request } from 'node:http'
import { quantile, readable } from '@/bench/numbers'
import { processorSeconds, residentBytes } from '@/bench/processor-seconds'
import { type Installation, openInstallation } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { until } from '@/e2e/processes/until'
import { newIdAt } from '@/lib/crypto/identifiers'
import { FEED_VERSION } from '@/lib/status/feed-format'

const GATEWAYS = 1_000
const REVOCATIONS = 3
/** Gateways that connect at once. */
const AT_ONCE = 20

/** How soon a revocation is at each of many gateways that follow one portal, and how soon the receipt has all their acknowledgements. */
export async function measureManyGateways(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-many-gateways', 'http://127.0.0.1:9')
  const portal = await installation.startPortal()
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const followers: Follower[] = []
  try {
    const waiting = Array.from({ length: GATEWAYS }, (_, number) => number)
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
          const token = await installation.registerGateway(`gateway ${number}`)
          followers.push(await follow(portal.url, token, agent))
        }
      }),
    )
    const arrivals: number[] = []
    const receipts: number[] = []
    // Each of them acknowledges the key that is made and the key that is revoked.
    const acknowledgements = GATEWAYS * REVOCATIONS * 2
    const before = processorSeconds(portal.pid)
    for (let each = 0; each < REVOCATIONS; each += 1) {
      const key = await installation.createKey(app, `key ${each}`)
      const seq = await installation.revoke(key)
      const committedAt = performance.now()
      for (const follower of followers) arrivals.push(Math.max(0, (await follower.arrival(seq)) - committedAt))
      receipts.push(await receiptMilliseconds(installation, seq))
    }
    const spent = (processorSeconds(portal.pid) - before) * 1_000
    const memory = residentBytes(portal.pid) / 2 ** 20
    return [
      `- A revocation at ${readable(GATEWAYS)} gateways that follow one portal, from its commit to each: p50 ${quantile(arrivals, 0.5).toFixed(1)} ms, p99 ${quantile(arrivals, 0.99).toFixed(1)} ms, max ${Math.max(...arrivals).toFixed(1)} ms, over ${REVOCATIONS} revocations`,
      `  - until the receipt has the acknowledgements of all: p50 ${quantile(receipts, 0.5).toFixed(0)} ms, max ${Math.max(...receipts).toFixed(0)} ms by Postgres’s clock; the portal holds ${memory.toFixed(0)} MiB then; gateways, portal and Postgres on this machine`,
      `  - of the processor, the portal used ${(spent / acknowledgements).toFixed(2)} ms for each acknowledgement, everything counted in`,
    ]
  } finally {
    for (const follower of followers) follower.leave()
    agent.destroy()
    await portal.stop()
    await installation.close()
  }
}

interface Follower {
  /** When the change with this `seq` came, by `performance.now`. */
  arrival(seq: number): Promise<number>
  leave(): void
}

/** Does to the portal what a gateway does: a lease, the stream of changes, and an acknowledgement of each. */
async function follow(portalUrl: string, token: string, agent: Agent): Promise<Follower> {
  const instance = newIdAt(new Date())('gatewayInstance')
  const post = (path: string, body: object) =>
    send(`${portalUrl}${path}`, token, agent, JSON.stringify({ version: FEED_VERSION, instance, ...body }))
  const lease = { software: 'bench', sentAt: Date.now(), appliedSeq: 0, epoch: 1 }
  const { seq } = JSON.parse(await post('/dataplane/lease', lease)) as { seq: number }
  const arrivals = new Map<number, number>()
  const stream = request(`${portalUrl}/dataplane/changes?version=${FEED_VERSION}&epoch=1&after=${seq}`, {
    agent: false,
    headers: { authorization: `Bearer ${token}` },
  })
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject)
    stream.on('response', (response) => {
      response.setEncoding('latin1')
      let rest = ''
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) {
          const [, id] = /^id: (\d+)$/.exec(line) ?? []
          if (id === undefined) continue
          arrivals.set(Number(id), performance.now())
          void post('/dataplane/acknowledgements', { epoch: 1, seq: Number(id) })
        }
        // Its first words say that it follows.
        resolve()
      })
      response.on('error', () => {})
    })
    stream.end()
  })
  return {
    arrival: (wanted) => until(`change ${wanted} came`, () => arrivals.get(wanted), { pauseMilliseconds: 1 }),
    leave: () => stream.destroy(),
  }
}

function send(url: string, token: string, agent: Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        (response.statusCode ?? 0) < 300 ? resolve(text) : reject(new Error(`${url}: ${response.statusCode} ${text}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** From the change to its last acknowledgement, both by Postgres's clock. */
export async function receiptMilliseconds({ databaseUrl, organization }: Installation, seq: number): Promise<number> {
  const row = await until(
    `change ${seq} is acknowledged`,
    async () => {
      const [found] = await rowsOf<{ open: string; milliseconds: number }>(
        databaseUrl,
        `select count(*) filter (where a.acknowledged_at is null) as open,
           extract(epoch from max(a.acknowledged_at) - max(c.at))::float8 * 1000 as milliseconds
         from acknowledgement a join change c using (organization_id, seq) where organization_id = $1 and seq = $2`,
        [organization.id, seq],
      )
      return found?.open === '0' && found
    },
    { milliseconds: 60_000 },
  )
  return row.milliseconds
}
