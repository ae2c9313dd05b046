/** Remembers from which inputs something was made, so that it is made again only when one of them changed. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { CHECKOUT } from './places.mjs'

const NOT_AN_INPUT = /(?:\.test\.tsx?|\.spec\.ts|\.tsbuildinfo)$|^next-env\.d\.ts$/
const NOT_ENTERED = new Set(['node_modules', 'generated', 'testing'])

/**
 * @param {string[]} inputs files and folders below the checkout; one that is missing counts as empty
 * @returns {string} changes when a name or a byte of them changes
 */
export function inputHash(inputs) {
  const hash = createHash('sha256').update(process.version)
  for (const path of inputs.flatMap((input) => filesOf(join(CHECKOUT, input)))) {
    hash.update(`\0${relative(CHECKOUT, path)}\0`).update(readFileSync(path))
  }
  return hash.digest('hex')
}

/**
 * @param {{ stamp: string, inputs: string[], outputs: string[], make: () => Promise<void> }} work
 *   `stamp` is written only after success, and removed before work begins: what was interrupted is never taken for made
 * @returns {Promise<boolean>} whether anything had to be made
 */
export async function makeWhenChanged({ stamp, inputs, outputs, make }) {
  const path = join(CHECKOUT, stamp)
  const hash = inputHash(inputs)
  const isComplete = outputs.every((output) => existsSync(join(CHECKOUT, output)))
  if (isComplete && existsSync(path) && readFileSync(path, 'utf8') === hash) return false
  rmSync(path, { force: true })
  await make()
  writeFileSync(path, hash)
  return true
}

function filesOf(path) {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return NOT_AN_INPUT.test(relative(CHECKOUT, path)) ? [] : [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !NOT_ENTERED.has(entry.name) && !entry.name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesOf(join(path, entry.name)))
}
