/** Real proxies that the gateway is tested behind. They are other people's programs, so they are installed only where that is ours to do. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { runsAsRoot } from '../postgres/account.mjs'

const PEERS = ['nginx', 'haproxy']
const FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** @returns {string[]} a sentence for each peer that is missing: its tests are listed as not run */
export function installPeers() {
  const missing = () => PEERS.filter((name) => !FOLDERS.some((folder) => existsSync(`${folder}/${name}`)))
  const wanted = missing()
  if (wanted.length > 0 && runsAsRoot() && process.platform === 'linux') {
    console.log(`Installing ${wanted.join(' and ')}`)
    // RUNLEVEL keeps the packages from starting themselves as services; the tests start their own.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
    const apt = (...args) => spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env }).status === 0
    if (apt('update')) apt('install', '-y', '--no-install-recommends', ...wanted)
  }
  return missing().map((name) => `${name} is not installed, so the tests behind it are not run.`)
}
