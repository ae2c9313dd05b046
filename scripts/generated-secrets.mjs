/** Secrets of an embedded installation: made once, kept beside the data in files that only their owner reads. */
import { randomBytes, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** @returns {string} the path of the key-encryption key, a JWK */
export function keyEncryptionKeyFile(dataDir) {
  const path = join(dataDir, 'kek.json')
  makeOnce(path, () => `${JSON.stringify(newKey())}\n`)
  return path
}

/**
 * A new key-encryption key that seals from now on; those that were there before still open. The file is replaced as a whole: who reads it
 * while it is, finds the old one or the new one. @returns {string} the name of the new key
 */
export function putKeyInFront(path) {
  const { mode } = statSync(path)
  const key = newKey()
  const keys = [key, ...keysIn(path)]
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify({ keys }, null, 2)}\n`, { mode: mode & 0o777, flush: true })
  try {
    renameSync(draft, path)
  } catch (error) {
    unlinkSync(draft)
    throw error
  }
  return key.kid
}

/** One JWK, or a set of them. */
function keysIn(path) {
  try {
    const file = JSON.parse(readFileSync(path, 'utf8'))
    const keys = file.keys ?? [file]
    if (Array.isArray(keys) && keys.every(({ kty, k, kid }) => kty === 'oct' && k && kid)) return keys
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error
  }
  throw new Error(`${path} has no key-encryption keys in it that a new one could be put in front of.`)
}

/** The day in its name tells the operator later which is the old one. */
const newKey = () => ({
  kty: 'oct',
  kid: `${new Date().toISOString().slice(0, 10)}-${randomUUID().slice(0, 8)}`,
  k: randomBytes(32).toString('base64url'),
})

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
