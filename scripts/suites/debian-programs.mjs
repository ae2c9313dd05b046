/** Programs of other people that tests use: installed only where that is ours to do. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { runsAsRoot } from '../postgres/account.mjs'
import { WITHOUT_WINDOWS } from './chromium.mjs'

/** Real proxies that the gateway is tested behind. */
const PEERS = ['nginx', 'haproxy']
const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** @returns {string[]} a sentence for each proxy that is missing: its tests are listed as not run. Without the browser's, another is found. */
export function installPrograms() {
  const missing = (names) => names.filter((name) => !FOLDERS.some((folder) => existsSync(`${folder}/${name}`)))
  const wanted = missing(process.env.AURA_CHROMIUM ? PEERS : [...PEERS, WITHOUT_WINDOWS])
  if (wanted.length > 0 && runsAsRoot() && process.platform === 'linux') {
    console.log(`Installing ${wanted.join(', ')}`)
    // RUNLEVEL keeps the packages from starting themselves as services; the tests start their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
    const install = (names) => apt('install', '-y', '--no-install-recommends', ...names)
    // One that this Debian does not have must not keep the others away.
    if (apt('update') && !install(wanted)) for (const name of wanted) install([name])
  }
  return missing(PEERS).map((name) => `${name} is not installed, so the tests behind it are not run.`)
}
