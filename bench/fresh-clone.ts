import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import { CHECKOUT } from '@/scripts/places.mjs'

const AIM_SECONDS = 180
const LIMIT_SECONDS = 900

/** From `git clone` to a gateway that is ready, with an empty home: no packages and no caches, only the user's npm configuration. */
export async function measureFreshClone(): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'aura-fresh-'))
  // As root PostgreSQL runs as another user, who must be able to pass.
  chmodSync(folder, 0o755)
  const home = join(folder, 'home')
  mkdirSync(home)
  const npmConfiguration = join(homedir(), '.npmrc')
  if (existsSync(npmConfiguration)) copyFileSync(npmConfiguration, join(home, '.npmrc'))
  const [port, gatewayPort, appsPort] = [await freePort(), await freePort(), await freePort()]
  const begun = performance.now()
  const seconds = () => (performance.now() - begun) / 1_000
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', CHECKOUT, join(folder, 'clone')])
  const demo = startProcess({
    name: 'npm run demo',
    program: 'npm',
    args: ['--prefix', join(folder, 'clone'), 'run', 'demo'],
    environment: {
      PATH: process.env.PATH,
      HOME: home,
      PORT: String(port),
      GATEWAY_PORT: String(gatewayPort),
      SAMPLE_APPS_PORT: String(appsPort),
      AURA_DATA_DIR: join(folder, 'data'),
    },
  })
  try {
    const ready = until(
      'the gateway is ready',
      async () => (await call(`http://127.0.0.1:${gatewayPort}/readyz`)).status === 200,
      {
        milliseconds: LIMIT_SECONDS * 1_000,
        pauseMilliseconds: 200,
      },
    )
    const ended = demo.ended.then((how) => {
      throw new Error(`npm run demo ended (${how}):\n${demo.output()}`)
    })
    await Promise.race([ready, ended])
    const took = seconds()
    const steps = demo.output().match(/done in [\d.]+ s|\[\d+\/\d+\] .*/g) ?? []
    await Promise.all([demo.stop(), ended.catch(() => undefined)])
    return [
      `- Fresh clone to running demo: ${took.toFixed(0)} s (aim ${AIM_SECONDS}, ${took <= AIM_SECONDS ? 'met' : 'not met'})`,
      `  - empty home, packages from the network; ${steps
        .join(' ')
        .replaceAll(/\[\d+\/\d+\] (.*?) done in ([\d.]+ s)/g, '$1 $2;')
        .replace(/;$/, '')}`,
    ]
  } finally {
    await demo.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}
