/** A clear sentence instead of a syntax error deep inside, for whoever has an older Node.js. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT } from './places.mjs'

export function assertNodeVersion(running = process.versions.node) {
  const { engines } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8'))
  const least = engines.node.replace('>=', '')
  const [major, minor] = running.split('.').map(Number)
  const [leastMajor, leastMinor] = least.split('.').map(Number)
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  throw new Error(
    `Aura Portal needs Node.js ${least} or newer; this is ${running}. Install a newer one from https://nodejs.org.`,
  )
}
