/** The installed Next and React are not older than the first ones without the holes that are known of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT } from './places.mjs'

const FLOOR = { next: '16.2.11', react: '19.2.6', 'react-dom': '19.2.6' }

/** @returns {string[]} a sentence for each package below its floor */
export function belowSecurityFloor(installedVersion = readInstalledVersion, floor = FLOOR) {
  return Object.entries(floor)
    .map(([name, least]) => ({ name, least, installed: installedVersion(name) }))
    .filter(({ installed, least }) => isOlder(installed, least))
    .map(
      ({ name, least, installed }) =>
        `${name} ${installed} is installed, and everything below ${least} has known holes.`,
    )
}

function readInstalledVersion(name) {
  return JSON.parse(readFileSync(join(CHECKOUT, 'node_modules', name, 'package.json'), 'utf8')).version
}

/** A pre-release comes before its release, so it counts as older than the floor of the same number. */
function isOlder(version, least) {
  const [numbers, preRelease] = version.split('-')
  const [own, other] = [numbers, least].map((text) => text.split('.').map(Number))
  const at = own.findIndex((number, index) => number !== other[index])
  return at === -1 ? preRelease !== undefined : own[at] < other[at]
}
