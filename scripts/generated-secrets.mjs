/** Secrets of an embedded installation: made once, kept beside the data in files that only their owner reads. */
import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns {string} the path of the key-encryption key, a JWK */
export function keyEncryptionKeyFile(dataDir) {
  const path = join(dataDir, 'kek.json')
  makeOnce(
    path,
    () => `${JSON.stringify({ kty: 'oct', k: randomBytes(32).toString('base64url'), kid: randomUUID() })}\n`,
  )
  return path
}

/** @returns {string} what signs session cookies */
export function sessionSecret(dataDir) {
  const path = join(dataDir, 'session-secret')
  makeOnce(path, () => `${randomBytes(32).toString('base64url')}\n`)
  return readFileSync(path, 'utf8').trim()
}

/** Whole or not at all, and never over an older one: what was sealed with a lost key stays sealed. */
function makeOnce(path, content) {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, content(), { mode: 0o600, flush: true })
  try {
    linkSync(draft, path)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}
