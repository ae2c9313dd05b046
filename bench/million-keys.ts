import { median, readable } from '@/bench/numbers'
import { allowManyKeys, insertKeyRows } from '@/bench/scene'
import { call } from '@/e2e/processes/call'
import { openInstallation } from '@/e2e/processes/installation'
import { rowsOf } from '@/e2e/processes/rows'
import { LIMITS } from '@/lib/core/limits'
import { STATUS_LIST_BYTES, setStatusBits } from '@/lib/core/status-bits'
import { STATUS_VALUES } from '@/lib/core/status-value'
import { FEED_VERSION, parseSnapshot } from '@/lib/status/feed-format'
import { Knowledge } from '@/lib/status/knowledge'

const KEYS = 1_000_000
const REVOKED = 10_000
const ROUNDS = 5
const AIM_BYTES = 300_000
const AIM_MILLISECONDS = 500

/** What a million keys weigh in a gateway's memory, and how long its snapshot takes. */
export async function measureMillionKeys(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  await allowManyKeys(installation)
  const { organization } = installation
  const app = await installation.createApp('bench-million', 'http://127.0.0.1:9')
  const model = await installation.createKey(app, 'model')
  await insertKeyRows(installation, model, KEYS - 1)
  await revokeSome(databaseUrl, organization.id)
  const token = await installation.registerGateway('bench-million')
  const portal = await installation.startPortal()
  try {
    const milliseconds: number[] = []
    let body = ''
    for (let round = 0; round <= ROUNDS; round += 1) {
      const begun = performance.now()
      const answer = await call(`${portal.url}/dataplane/snapshot?version=${FEED_VERSION}`, {
        token,
        milliseconds: 60_000,
      })
      const knowledge = new Knowledge(parseSnapshot(JSON.parse(answer.body)))
      if (knowledge.issuedBelow !== KEYS) throw new Error(`The snapshot knows ${knowledge.issuedBelow} keys`)
      if (round > 0) milliseconds.push(performance.now() - begun)
      body = answer.body
    }
    const bytes = statusBytes(body)
    return [
      `- The statuses of ${readable(KEYS)} keys, ${readable(REVOKED)} of them revoked, in a gateway’s memory: ${readable(bytes)} bytes (aim ${readable(AIM_BYTES)}, ${bytes <= AIM_BYTES ? 'met' : 'not met'})`,
      `- A snapshot of ${readable(KEYS)} keys, from the gateway’s request until it knows them: ${median(milliseconds).toFixed(0)} ms (aim ${AIM_MILLISECONDS} ms, ${median(milliseconds) <= AIM_MILLISECONDS ? 'met' : 'not met'}), ${readable(body.length)} bytes`,
      `  - median of ${ROUNDS}, rounds ${milliseconds.map((each) => each.toFixed(0)).join(', ')} ms; rows of all keys in Postgres`,
    ]
  } finally {
    await portal.stop()
    await installation.close()
  }
}

/** What the process holds more of when it knows the snapshot's statuses: heap and buffers, after the collector has run. */
function statusBytes(body: string): number {
  const { gc } = globalThis
  if (!gc) throw new Error('The collector can’t be asked to run: start with --expose-gc')
  const snapshot = parseSnapshot(JSON.parse(body))
  const held = () => {
    gc()
    gc()
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    return heapUsed + arrayBuffers
  }
  // The first one compiles what the second one only uses.
  const compiled = new Knowledge(snapshot)
  const before = held()
  const knowledge = new Knowledge(snapshot)
  const after = held()
  if (knowledge.statusAt(0) === undefined || compiled.statusAt(0) === undefined) throw new Error('Nothing is known')
  return after - before
}

/** Spread over all lists, as the operations would have left them. */
async function revokeSome(databaseUrl: string, organizationId: string): Promise<void> {
  const lists = Array.from(
    { length: Math.ceil(KEYS / LIMITS.statusListPositions) },
    () => new Uint8Array(STATUS_LIST_BYTES),
  )
  for (let each = 0; each < REVOKED; each += 1) {
    const position = each * Math.floor(KEYS / REVOKED) + ((each * 37) % 100)
    const list = lists[Math.floor(position / LIMITS.statusListPositions)]
    if (list) setStatusBits(list, position % LIMITS.statusListPositions, STATUS_VALUES.revoked)
  }
  for (const [number, bits] of lists.entries())
    await rowsOf(databaseUrl, 'insert into status_list (organization_id, number, bits) values ($1, $2, $3)', [
      organizationId,
      number,
      Buffer.from(bits),
    ])
}
