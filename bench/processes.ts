import { availableParallelism } from 'node:os'
import { median, readable } from '@/bench/numbers'
import { makeKeys } from '@/bench/scene'
import { type Load, load, missingPrograms } from '@/bench/wrk'
import { freePort } from '@/e2e/processes/free-port'
import { openInstallation, startGateway, untilCaughtUp, untilReady } from '@/e2e/processes/installation'

const ROUNDS = 5
const SECONDS = 3
const CONNECTIONS = 64
const KEYS = 50

/** One gateway of one process and one of two, in turns, with wrk on the same cores as both. */
export async function measureProcesses(databaseUrl: string): Promise<readonly string[]> {
  const missing = missingPrograms('wrk', 'taskset')
  if (missing.length > 0) return [`- Two processes: not measured, for ${missing.join(' and ')} is not installed`]
  const cores = availableParallelism()
  if (cores < 2) return ['- Two processes: not measured, for it needs two cores']
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-processes', 'http://127.0.0.1:9')
  const tokens = (await makeKeys(installation, app, KEYS)).map(({ token }) => token)
  const portal = await installation.startPortal()
  const gateways = []
  try {
    for (const processes of [1, 2]) {
      const gateway = await startGateway({
        portalUrl: portal.url,
        token: await installation.registerGateway(`bench-${processes}`),
        dataFolder: `${installation.folder}/gateway-${processes}`,
        port: await freePort(),
        processes,
      })
      gateways.push({ gateway, loads: [] as Load[] })
      await untilReady(gateway)
      await untilCaughtUp(gateway, installation)
    }
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const { gateway, loads } of gateways) {
        const url = `${gateway.url}/verify?app=${app.slug}`
        const seen = await load({
          url,
          tokens,
          connections: CONNECTIONS,
          seconds: SECONDS,
          core: cores - 1,
          folder: installation.folder,
        })
        if (seen.refused > 0) throw new Error(`${seen.refused} requests were refused`)
        if (round > 0) loads.push(seen)
      }
    }
    const [one = [], two = []] = gateways.map(({ loads }) => loads)
    const ratio = median(two.map(({ rate }, round) => rate / (one[round]?.rate ?? Number.NaN)))
    const words = (loads: readonly Load[]) =>
      `${readable(median(loads.map(({ rate }) => rate)))} requests/s, p99.9 ${median(loads.map(({ p999 }) => p999)).toFixed(1)} ms`
    return [
      `- \`/verify\` of a gateway with one process: ${words(one)}; with two: ${words(two)}; ratio ${ratio.toFixed(2)}`,
      `  - medians of ${ROUNDS} rounds of ${SECONDS} s in turns; ${cores} cores, of which wrk takes its share of one`,
    ]
  } finally {
    for (const { gateway } of gateways) await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}
