import { readFileSync } from 'node:fs'
import { InvalidKeyEncryptionKeys, type KeyEncryptionKeys, parseKeyEncryptionKeys } from '@/lib/crypto/sealing'

/**
 * The keys of a file that the operator may replace while the process runs: it is read again whenever it matters, so nobody has to be told.
 * A file that can't be used, then, changes nothing and is complained of once. A key that has left the file still opens here until the process
 * ends. Throws when the file can't be used to begin with.
 */
export function keysOfFile(path: string, lost: ReadonlySet<string>): KeyEncryptionKeys {
  const read = () => readFileSync(/* turbopackIgnore: true */ path, 'utf8')
  let text = read()
  let keys = parseKeyEncryptionKeys(text)
  let complaint = ''
  const readAgain = () => {
    try {
      const found = read()
      if (found !== text) {
        keys = besides(keys, parseKeyEncryptionKeys(found))
        text = found
      }
      complaint = ''
    } catch (error) {
      const reason = reasonOf(error)
      if (reason !== complaint) console.error(`AURA_KEK_FILE: ${reason}. The keys that were read before stay in use.`)
      complaint = reason
    }
    return keys
  }
  return {
    get current() {
      return keys.current
    },
    get all() {
      return keys.all
    },
    lost,
    readAgain,
  }
}

/** Never the path: someone may have put the key itself where its file belongs. */
export function reasonOf(error: unknown): string {
  if (error instanceof InvalidKeyEncryptionKeys) return error.message
  return `the file can’t be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`
}

/** The new keys, and those that were known before. One name is one key: under another, what it sealed would not open. */
function besides(before: KeyEncryptionKeys, now: KeyEncryptionKeys): KeyEncryptionKeys {
  for (const [kid, key] of now.all) {
    const known = before.all.get(kid)
    if (known && !known.equals(key)) throw new InvalidKeyEncryptionKeys('a “kid” names another key than it did before')
  }
  return { current: now.current, all: new Map([...before.all, ...now.all]) }
}
