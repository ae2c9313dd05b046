import { availableParallelism } from 'node:os'
import { median, readable } from '@/bench/numbers'
import { type Peer, startBareServer, startHaproxy } from '@/bench/peers'
import { processorSeconds } from '@/bench/processor-seconds'
import { allowManyKeys, makeKeys } from '@/bench/scene'
import { type Load, load, missingPrograms } from '@/bench/wrk'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { openInstallation, startGateway, untilCaughtUp, untilReady } from '@/e2e/processes/installation'
import { until } from '@/e2e/processes/until'
import { FEED_VERSION } from '@/lib/status/feed-format'

const ROUNDS = 5
const SECONDS = 3
const CONNECTIONS = 64
const KEYS = 5_000
const ANSWERING_CORE = 0
const ASKING_CORE = 1
/** A limit that is looked at for each request, and that none of them reaches. */
const LIMITS = { rate: { requestsPerMinute: 1_000_000, burst: 1_000_000 }, addresses: ['127.0.0.0/8'] }
const AIMS = { bare: 0.65, haproxy: 2.5, next: 15 } as const

interface Rounds {
  readonly loads: Load[]
  /** Microseconds of its core a request. */
  readonly costs: number[]
}

/**
 * `/verify` of a gateway process, with usage, limits, scope and status on, beside the least that Node's own server can do, HAProxy's own
 * verification and a route of Next: each alone on one core, in turns, with one key and with many in rotation.
 */
export async function measureVerifyThroughput(databaseUrl: string): Promise<readonly string[]> {
  const missing = missingPrograms('wrk', 'taskset', 'haproxy')
  if (missing.length > 0)
    return [
      `- /verify: not measured, for ${missing.join(' and ')} is not installed (Debian: apt-get install wrk util-linux haproxy)`,
    ]
  if (availableParallelism() < 2)
    return ['- /verify: not measured, for it needs two cores: one to answer and one to ask']

  const installation = await openInstallation(databaseUrl)
  await allowManyKeys(installation)
  const app = await installation.createApp('bench-verify', 'http://127.0.0.1:9')
  const keys = await makeKeys(installation, app, KEYS, { limits: LIMITS })
  const gatewayToken = await installation.registerGateway('bench-verify')
  const portal = await installation.startPortal({ core: ANSWERING_CORE })
  const gateway = await startGateway({
    portalUrl: portal.url,
    token: gatewayToken,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
    core: ANSWERING_CORE,
  })
  const peers: Peer[] = []
  try {
    const [first] = keys
    if (!first) throw new Error('There is no key')
    const bare = await startBareServer(ANSWERING_CORE)
    peers.push(bare)
    const haproxy = await startHaproxy(installation, portal.url, first.token, ANSWERING_CORE)
    peers.push(haproxy)
    await untilReady(gateway)
    await untilCaughtUp(gateway, installation)
    const targets = {
      bare: { url: bare.url, pid: bare.process.pid, answers: 204 },
      gateway: { url: `${gateway.url}/verify?app=${app.slug}&scope=invoke`, pid: gateway.pid, answers: 204 },
      haproxy: { url: haproxy.url, pid: haproxy.process.pid, answers: 204 },
      // A key is no gateway's token, so this is refused before anything is looked up: the least that a route of Next can do.
      next: { url: `${portal.url}/dataplane/snapshot?version=${FEED_VERSION}`, pid: portal.pid, answers: 401 },
    }
    for (const { url, answers } of Object.values(targets))
      await until(`${url} answers ${answers}`, async () => (await call(url, { token: first.token })).status === answers)

    const tokens = keys.map(({ token }) => token)
    const names = Object.keys(targets) as (keyof typeof targets)[]
    const run = async (some: readonly string[]) => {
      const rounds = Object.fromEntries(names.map((name) => [name, { loads: [], costs: [] }])) as unknown as Record<
        keyof typeof targets,
        Rounds
      >
      // The first round of each warms up, and does not count.
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const name of names) {
          const { url, pid, answers } = targets[name]
          const before = processorSeconds(pid)
          const seen = await load({
            url,
            tokens: some,
            connections: CONNECTIONS,
            seconds: SECONDS,
            core: ASKING_CORE,
            folder: installation.folder,
          })
          const spent = processorSeconds(pid) - before
          if ((answers === 204 && seen.refused > 0) || (answers === 401 && seen.refused !== seen.requests))
            throw new Error(`${name} gave ${seen.refused} refusals of ${seen.requests}`)
          if (round === 0) continue
          rounds[name].loads.push(seen)
          rounds[name].costs.push((spent / seen.requests) * 1e6)
        }
      }
      return rounds
    }
    const one = await run(tokens.slice(0, 1))
    const many = await run(tokens)
    return [
      `- \`/verify\` on one core, with status, usage, scope, and a rate and an address list of each key; medians of ${ROUNDS} rounds of ${SECONDS} s in turns, ${CONNECTIONS} connections, wrk on the other core:`,
      '',
      `| | one key: requests/s | µs of the core | p99 | p99.9 | ${readable(KEYS)} keys: requests/s | µs of the core | p99 | p99.9 |`,
      '|---|---|---|---|---|---|---|---|---|',
      ...names.map((name) => `| ${NAMES[name]} | ${cells(one[name])} | ${cells(many[name])} |`),
      '',
      ...(['bare', 'haproxy', 'next'] as const).map((peer) => {
        const [withOne, withMany] = [ratio(one.gateway, one[peer]), ratio(many.gateway, many[peer])]
        const aim = AIMS[peer]
        return `  - against ${NAMES[peer]}: ${withOne.toFixed(2)} times with one key, ${withMany.toFixed(2)} with ${readable(KEYS)} (aim ${aim}, ${Math.min(withOne, withMany) >= aim ? 'met' : 'not met'}); by what it costs the core ${costRatio(one.gateway, one[peer]).toFixed(2)} and ${costRatio(many.gateway, many[peer]).toFixed(2)}`
      }),
    ]
  } finally {
    for (const peer of peers) await peer.process.kill()
    await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}

const NAMES = {
  bare: 'bare `node:http`, 204',
  gateway: 'the gateway',
  haproxy: 'HAProxy, `jwt_verify`',
  next: 'a route of Next',
} as const

const cells = ({ loads, costs }: Rounds) =>
  [
    readable(median(loads.map(({ rate }) => rate))),
    median(costs).toFixed(1),
    `${median(loads.map(({ p99 }) => p99)).toFixed(1)} ms`,
    `${median(loads.map(({ p999 }) => p999)).toFixed(1)} ms`,
  ].join(' | ')

/** Of neighbours in time, round by round: a machine that is slow for a while is slow to both. */
const ratio = (ours: Rounds, theirs: Rounds) =>
  median(ours.loads.map(({ rate }, round) => rate / (theirs.loads[round]?.rate ?? Number.NaN)))

const costRatio = (ours: Rounds, theirs: Rounds) => median(theirs.costs) / median(ours.costs)
