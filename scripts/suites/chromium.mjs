/** A browser for the tests: the one that is there, else one that can be had. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runsAsRoot } from '../postgres/account.mjs'
import { runVisibly } from './run-visibly.mjs'

/** The same engine without the windows of a browser around it, which take an eighth of the run to draw for nobody: the first choice, where there is one. */
export const WITHOUT_WINDOWS = 'chromium-headless-shell'
const NAMES = [WITHOUT_WINDOWS, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** @returns {Promise<string>} the path of its program; throws a sentence when there is none to be had */
export async function findChromium() {
  const found = installed()
  if (found) return found
  console.log('No Chromium is installed; trying to install one')
  if ((await runVisibly(['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) === 0) {
    const own = await playwrightsOwn()
    if (own) return own
  }
  if (runsAsRoot()) {
    const run = (...args) => spawnSync('apt-get', args, { stdio: 'inherit' }).status === 0
    if (run('update') && run('install', '-y', '--no-install-recommends', 'chromium')) {
      const packaged = installed()
      if (packaged) return packaged
    }
  }
  throw new Error(
    'The browser tests need Chromium. It is not installed, and could not be: install it (on Debian "apt-get install chromium"), or name its program in AURA_CHROMIUM.',
  )
}

function installed() {
  const { AURA_CHROMIUM: named, PATH = '' } = process.env
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`AURA_CHROMIUM names ${named}, which does not exist.`)
  }
  const candidates = [...NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name))), ...MAC]
  return candidates.find((path) => existsSync(path)) ?? null
}

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}
