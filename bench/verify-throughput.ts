import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { median, readable } from '@/bench/numbers'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { openInstallation, startGateway, untilReady } from '@/e2e/processes/installation'
import { startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'

const ROUNDS = 5
const SECONDS = 4
const CONNECTIONS = 64
const AIM = 0.7

const BARE_SERVER = `require('node:http').createServer((request, response) => { response.writeHead(204); response.end() }).listen(Number(process.argv[1]), '127.0.0.1')`

/** `/verify` of a gateway process against the least that Node's own server can do, each alone on one core, in turns. */
export async function measureVerifyThroughput(databaseUrl: string): Promise<readonly string[]> {
  const missing = ['wrk', 'taskset'].filter((program) => spawnSync(program, ['--version']).error)
  if (missing.length > 0)
    return [
      `- /verify: not measured, for ${missing.join(' and ')} is not installed (Debian: apt-get install wrk util-linux)`,
    ]
  if (availableParallelism() < 2)
    return ['- /verify: not measured, for it needs two cores: one to answer and one to ask']

  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-verify', 'http://127.0.0.1:9')
  const key = await installation.createKey(app, 'bench')
  const token = await installation.registerGateway('bench-verify')
  const portal = await installation.startPortal()
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
    core: 0,
  })
  const barePort = await freePort()
  const bare = startProcess({
    name: 'bare',
    program: 'taskset',
    args: ['-c', '0', process.execPath, '-e', BARE_SERVER, String(barePort)],
    environment: { PATH: process.env.PATH },
  })
  try {
    await untilReady(gateway)
    const targets = {
      verify: `${gateway.url}/verify?app=${app.slug}`,
      bare: `http://127.0.0.1:${barePort}/verify?app=${app.slug}`,
    }
    await until('both answer 204', async () => {
      const statuses = await Promise.all(
        Object.values(targets).map(async (url) => (await call(url, { token: key.token })).status),
      )
      return statuses.every((status) => status === 204)
    })
    const pids = { verify: gateway.pid, bare: bare.pid }
    const costs = { verify: [] as number[], bare: [] as number[] }
    const rates = { verify: [] as number[], bare: [] as number[] }
    // The first round of each warms up, and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const name of ['bare', 'verify'] as const) {
        const before = processorSeconds(pids[name])
        const { rate, requests } = load(targets[name], key.token)
        const spent = processorSeconds(pids[name]) - before
        if (round === 0) continue
        rates[name].push(rate)
        costs[name].push((spent / requests) * 1e6)
      }
    }
    const ratios = rates.verify.map((rate, round) => rate / (rates.bare[round] ?? Number.NaN))
    const ratio = median(ratios)
    return [
      `- \`/verify\` on one core: ${readable(median(rates.verify))} requests/s; bare \`node:http\` answering 204: ${readable(median(rates.bare))}; ratio ${ratio.toFixed(2)} (aim ${AIM}, ${ratio >= AIM ? 'met' : 'not met'})`,
      `  - medians of ${ROUNDS} rounds of ${SECONDS} s in turns, ${CONNECTIONS} connections, wrk on the other core; rounds ${ratios.map((each) => each.toFixed(2)).join(', ')}`,
      `  - of the core itself, whatever else ran on it: ${median(costs.verify).toFixed(1)} µs a request against ${median(costs.bare).toFixed(1)} µs, ratio ${(median(costs.bare) / median(costs.verify)).toFixed(2)}`,
    ]
  } finally {
    await bare.kill()
    await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}

function load(url: string, token: string): { readonly rate: number; readonly requests: number } {
  const wrk = ['wrk', '-t1', `-c${CONNECTIONS}`, `-d${SECONDS}s`, '-H', `Authorization: Bearer ${token}`, url]
  const { stdout, stderr } = spawnSync('taskset', ['-c', '1', ...wrk], { encoding: 'utf8' })
  const [, rate] = /Requests\/sec:\s+([\d.]+)/.exec(stdout) ?? []
  const [, requests] = /(\d+) requests in/.exec(stdout) ?? []
  if (!rate || !requests) throw new Error(`wrk said nothing that can be counted: ${stdout}${stderr}`)
  if (/Non-2xx/.test(stdout)) throw new Error(`Some requests were refused: ${stdout}`)
  return { rate: Number(rate), requests: Number(requests) }
}

/** What a process has used of its core so far: in ticks, a hundred to the second (proc(5)). */
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) / 100
}
