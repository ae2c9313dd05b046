import { spawn, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one load has seen. Latencies in milliseconds. */
export interface Load {
  readonly rate: number
  readonly requests: number
  /** Answers that were neither 2xx nor 3xx. */
  readonly refused: number
  readonly p50: number
  readonly p99: number
  readonly p999: number
}

export interface LoadOptions {
  readonly url: string
  /** Sent in turn, one a request. */
  readonly tokens: readonly string[]
  readonly connections: number
  readonly seconds: number
  /** The processor core that asks. */
  readonly core: number
  /** Where the script and the tokens are put. */
  readonly folder: string
}

/** Each token's request is written once, before the first is sent: what is measured is the server. */
const SCRIPT = `
local ready, next = {}, 0
function init(args)
  for token in io.lines(args[1]) do ready[#ready + 1] = wrk.format("GET", nil, { ["Authorization"] = "Bearer " .. token }) end
end
function request()
  next = next % #ready + 1
  return ready[next]
end
function done(summary, latency)
  io.write(string.format("\\n{\\"requests\\":%d,\\"microseconds\\":%d,\\"refused\\":%d,\\"broken\\":%d,\\"p50\\":%f,\\"p99\\":%f,\\"p999\\":%f}\\n",
    summary.requests, summary.duration, summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency:percentile(99.9) / 1000))
end
`

export const missingPrograms = (...programs: readonly string[]): readonly string[] =>
  programs.filter((program) => spawnSync(program, ['--version']).error)

/** Puts a server under as much load as it takes, from one core, with wrk. */
export async function load({ url, tokens, connections, seconds, core, folder }: LoadOptions): Promise<Load> {
  const script = join(folder, 'load.lua')
  const list = join(folder, `tokens-${tokens.length}`)
  writeFileSync(script, SCRIPT)
  writeFileSync(list, tokens.join('\n'), { mode: 0o600 })
  const wrk = ['wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url, '--', list]
  const child = spawn('taskset', ['-c', String(core), ...wrk], { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (chunk) => {
    said += chunk
  })
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject))
  const [line] = /^\{.*\}$/m.exec(said) ?? []
  if (!line) throw new Error(`wrk said nothing that can be counted: ${said}`)
  const { requests, microseconds, refused, broken, p50, p99, p999 } = JSON.parse(line) as Record<string, number>
  if (!requests || !microseconds || broken) throw new Error(`Some requests got no answer: ${said}`)
  return {
    rate: requests / (microseconds / 1e6),
    requests,
    refused: refused ?? 0,
    p50: p50 ?? Number.NaN,
    p99: p99 ?? Number.NaN,
    p999: p999 ?? Number.NaN,
  }
}
