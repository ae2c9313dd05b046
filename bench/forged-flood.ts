import { Agent, request } from 'node:http'
import { median, quantile, readable } from '@/bench/numbers'
import { residentBytes } from '@/bench/processor-seconds'
import { makeKeys } from '@/bench/scene'
import { load, missingPrograms } from '@/bench/wrk'
import { freePort } from '@/e2e/processes/free-port'
import { openInstallation, startGateway, untilCaughtUp, untilReady } from '@/e2e/processes/installation'

const GOOD_KEYS = 20
/** Requests a second of good callers, evenly spread: far less than a gateway can answer. */
const GOOD_RATE = 400
const SECONDS = 4
const ROUNDS = 5
const FORGED = 2_000
const CONNECTIONS = 64
const AIM = 3

/** Good callers beside a flood of forged tokens at full speed, against the same callers alone, in turns. */
export async function measureForgedFlood(databaseUrl: string): Promise<readonly string[]> {
  const missing = missingPrograms('wrk', 'taskset')
  if (missing.length > 0)
    return [`- A flood of forged tokens: not measured, for ${missing.join(' and ')} is not installed`]
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-flood', 'http://127.0.0.1:9')
  const keys = await makeKeys(installation, app, GOOD_KEYS)
  const token = await installation.registerGateway('bench-flood')
  const portal = await installation.startPortal()
  const gateway = await startGateway({
    portalUrl: portal.url,
    token,
    dataFolder: `${installation.folder}/gateway`,
    port: await freePort(),
    core: 0,
  })
  const url = `${gateway.url}/verify?app=${app.slug}`
  try {
    await untilReady(gateway)
    await untilCaughtUp(gateway, installation)
    const tokens = keys.map((key) => key.token)
    const forged = Array.from({ length: FORGED }, (_, number) => forge(tokens[number % tokens.length] ?? '', number))
    const quiet: number[] = []
    const flooded: number[] = []
    const floods: number[] = []
    let before = 0
    let refused = 0
    for (let round = 0; round <= ROUNDS; round += 1) {
      const alone = await goodCallers(url, tokens)
      const flood = load({
        url,
        tokens: forged,
        connections: CONNECTIONS,
        seconds: SECONDS + 1,
        core: 1,
        folder: installation.folder,
      })
      const beside = await goodCallers(url, tokens)
      const seen = await flood
      if (seen.refused !== seen.requests) throw new Error(`${seen.requests - seen.refused} forged tokens were accepted`)
      // The first round warms up.
      if (round === 0) {
        before = residentBytes(gateway.pid)
        continue
      }
      quiet.push(quantile(alone.milliseconds, 0.99))
      flooded.push(quantile(beside.milliseconds, 0.99))
      floods.push(seen.rate)
      refused += alone.refused + beside.refused
    }
    const growth = (residentBytes(gateway.pid) - before) / 2 ** 20
    const ratio = median(flooded.map((p99, round) => p99 / (quiet[round] ?? Number.NaN)))
    return [
      `- Good callers beside ${readable(median(floods))} forged tokens a second: p99 ${median(flooded).toFixed(1)} ms; alone ${median(quiet).toFixed(1)} ms; ratio ${ratio.toFixed(1)} (aim at most ${AIM}, ${ratio <= AIM ? 'met' : 'not met'}); good requests refused: ${refused}`,
      `  - medians of ${ROUNDS} rounds of ${SECONDS} s in turns, ${GOOD_RATE} good requests a second, the gateway on one core; over all rounds its memory grew by ${growth.toFixed(1)} MiB`,
    ]
  } finally {
    await gateway.stop()
    await portal.stop()
    await installation.close()
  }
}

/** A good token with another signature of the right form: each costs a look until its sender’s budget is used up. */
function forge(token: string, number: number): string {
  const [header, payload] = token.split('.')
  const signature = Buffer.alloc(64, number % 251)
  signature.writeUInt32BE(number + 1, 4)
  // A low S, so that the form is not what it fails for.
  signature.writeUInt8(0x10, 32)
  return `${header}.${payload}.${signature.toString('base64url')}`
}

/** An open loop: a request that waits does not keep the next one from being sent, and its waiting counts from when it was due. */
function goodCallers(
  url: string,
  tokens: readonly string[],
): Promise<{ readonly milliseconds: readonly number[]; readonly refused: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64, localAddress: '127.0.0.9' })
  const milliseconds: number[] = []
  let refused = 0
  const total = GOOD_RATE * SECONDS
  const begun = performance.now()
  let sent = 0
  return new Promise((resolve, reject) => {
    const sendDue = () => {
      const due = Math.min(total, Math.floor(((performance.now() - begun) / 1_000) * GOOD_RATE))
      for (; sent < due; sent += 1) {
        const dueAt = begun + (sent / GOOD_RATE) * 1_000
        const headers = { authorization: `Bearer ${tokens[sent % tokens.length]}` }
        request(url, { agent, headers }, (response) => {
          if (response.statusCode !== 204) refused += 1
          response.resume()
          response.on('end', () => {
            milliseconds.push(performance.now() - dueAt)
            if (milliseconds.length < total) return
            agent.destroy()
            resolve({ milliseconds, refused })
          })
        })
          .on('error', reject)
          .end()
      }
      if (sent < total) setTimeout(sendDue, 1)
    }
    sendDue()
  })
}
