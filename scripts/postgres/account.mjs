/** Which operating-system account runs the embedded PostgreSQL: it refuses to run as root, so root lends it the user `postgres`. */
import { spawnSync } from 'node:child_process'
import { userInfo } from 'node:os'
import { SHARED_ROOT } from '../places.mjs'

/**
 * @typedef {{ uid: number, gid: number } | null} Account the account to drop to, or null when the server runs as ourselves
 */

export const runsAsRoot = () => process.getuid?.() === 0

/** @returns {Account} */
export function serverAccount() {
  if (process.platform === 'win32') {
    throw new Error(
      'The embedded PostgreSQL needs Unix sockets, which Node.js cannot use on Windows. Run Aura Portal inside WSL 2, or set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
  if (!runsAsRoot()) return null
  const found = lookUp('postgres')
  if (found) return found
  const made = spawnSync(
    'useradd',
    [
      '--system',
      '--user-group',
      '--no-create-home',
      '--home-dir',
      SHARED_ROOT,
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ],
    { encoding: 'utf8' },
  )
  // Two first starts at once: the other one may have made it in between, so the second look decides, not useradd's answer.
  const account = lookUp('postgres')
  if (account) return account
  throw new Error(
    `PostgreSQL does not run as root, and the user "postgres" could not be created (${made.error?.message ?? made.stderr?.trim()}). Create it, run this as another user, or set DATABASE_URL.`,
  )
}

/** The names that may enter as the database role `aura`: whoever launches, and the server's own user. */
export function namesThatMayEnter() {
  return runsAsRoot() ? ['root', 'postgres'] : [userInfo().username]
}

function lookUp(name) {
  const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
  const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
  if (uid.status !== 0 || gid.status !== 0) return null
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
}
