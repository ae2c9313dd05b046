/** Where things live: the checkout, and the data folder of each command. */
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const CHECKOUT = realpathSync(fileURLToPath(new URL('..', import.meta.url)))

/** As root, everything that PostgreSQL's own user must be able to reach lives here: a checkout under /root is closed to it. */
export const SHARED_ROOT = '/var/lib/aura-portal'

/**
 * AURA_DATA_DIR always wins. Otherwise each of demo, test and start has a folder of its own, so that trying the demo
 * never touches what is real.
 * @param {'demo' | 'test' | 'start'} purpose
 */
export function dataFolder(purpose, environment = process.env) {
  if (environment.AURA_DATA_DIR) return resolve(environment.AURA_DATA_DIR)
  if (process.getuid?.() !== 0) return join(CHECKOUT, '.data', purpose)
  const checkoutHash = createHash('sha256').update(CHECKOUT).digest('hex').slice(0, 12)
  return join(SHARED_ROOT, checkoutHash, purpose)
}
