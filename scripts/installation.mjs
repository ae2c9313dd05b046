/** Installs the packages when node_modules is missing or not what the lockfile says. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CHECKOUT } from './places.mjs'

/**
 * npm notes in node_modules what it has put there, so the two lists can be compared without a stamp of our own, and an
 * installation that somebody made by hand is as good as ours.
 */
export function isInstalled() {
  const wanted = readLock(join(CHECKOUT, 'package-lock.json'))
  const present = readLock(join(CHECKOUT, 'node_modules', '.package-lock.json'))
  if (!wanted || !present) return false
  return Object.entries(wanted).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true
    const found = present[path]
    // Optional packages are for other platforms as well, and are absent there by design.
    return found ? found.version === version : optional === true || devOptional === true
  })
}

/** @param {(line: string) => void} log */
export async function install(log) {
  const npm = process.env.npm_execpath
  const [program, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : [npm ?? 'npm', []]
  const { NODE_ENV: _, ...environment } = process.env
  const args = [...first, 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const child = spawn(program, args, { cwd: CHECKOUT, env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.resume()
  const begun = Date.now()
  const progress = setInterval(() => log(`npm is still working (${Math.round((Date.now() - begun) / 1000)} s)`), 10_000)
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).finally(() => clearInterval(progress))
  if (code !== 0) throw new Error('npm ci failed; its own words stand above.')
}

function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}
