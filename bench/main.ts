import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { measureForgedFlood } from '@/bench/forged-flood'
import { measureFreshClone } from '@/bench/fresh-clone'
import { measureHotVerification } from '@/bench/hot-verification'
import { measureManyGateways } from '@/bench/many-gateways'
import { measureMillionKeys } from '@/bench/million-keys'
import { measureOrphans } from '@/bench/orphans'
import { withOwnDatabase } from '@/bench/own-database'
import { measurePages } from '@/bench/pages'
import { measurePanel } from '@/bench/panel'
import { measureProcesses } from '@/bench/processes'
import { measureReseal } from '@/bench/reseal'
import { measureRevocations } from '@/bench/revocations'
import { measureVerifyThroughput } from '@/bench/verify-throughput'
import { CHECKOUT } from '@/scripts/places.mjs'

/** One measurement's lines for bench/RESULTS.md. */
export type Measurement = (databaseUrl: string) => Promise<readonly string[]>

const MEASUREMENTS: Readonly<Record<string, Measurement>> = {
  verify: measureVerifyThroughput,
  hot: measureHotVerification,
  revocations: measureRevocations,
  orphans: measureOrphans,
  gateways: measureManyGateways,
  million: measureMillionKeys,
  panel: measurePanel,
  pages: measurePages,
  reseal: measureReseal,
  flood: measureForgedFlood,
  processes: measureProcesses,
  fresh: measureFreshClone,
}
/** A fresh clone installs everything anew, from the network, so it is measured only when it is asked for. */
const BY_DEFAULT = [
  'hot',
  'verify',
  'revocations',
  'orphans',
  'gateways',
  'million',
  'panel',
  'pages',
  'reseal',
  'flood',
  'processes',
]
const RESULTS = join(CHECKOUT, 'bench', 'RESULTS.md')

/** `npm run bench [-- hot | verify | revocations | orphans | gateways | million | panel | pages | reseal | flood | processes | fresh]`: measures, and adds what it found to bench/RESULTS.md. */
async function main(asked: readonly string[]): Promise<number> {
  const unknown = asked.filter((name) => !Object.hasOwn(MEASUREMENTS, name))
  if (unknown.length > 0) {
    console.error(
      `There is no measurement “${unknown.join('”, “')}”. There are: ${Object.keys(MEASUREMENTS).join(', ')}.`,
    )
    return 2
  }
  const { DATABASE_URL: databaseUrl } = process.env
  if (!databaseUrl) throw new Error('DATABASE_URL is missing: run “npm run bench”')
  const found: string[] = []
  for (const name of asked.length > 0 ? asked : BY_DEFAULT) {
    const lines = await withOwnDatabase(databaseUrl, MEASUREMENTS[name] as Measurement)
    console.log(lines.join('\n'))
    found.push(...lines)
  }
  const section = `\n## ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${commit()}\n\n${machine()}\n\n${found.join('\n')}\n`
  writeFileSync(RESULTS, `${readFileSync(RESULTS, 'utf8').trimEnd()}\n${section}`)
  console.log('\nAdded to bench/RESULTS.md')
  return 0
}

function commit(): string {
  const git = (...args: readonly string[]) => execFileSync('git', [...args], { cwd: CHECKOUT, encoding: 'utf8' }).trim()
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}

function machine(): string {
  const [cpu] = cpus()
  return `${availableParallelism()} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
