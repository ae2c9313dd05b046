import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseKeyEncryptionKeys } from '@/lib/crypto/sealing'
import { keyEncryptionKeyFile, putKeyInFront } from '@/scripts/generated-secrets.mjs'

const folder = mkdtempSync(join(tmpdir(), 'aura-secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a new key-encryption key', () => {
  test('stands in front of those that there were, in a file that only its owner reads', () => {
    const path = keyEncryptionKeyFile(folder)
    const { current: first } = parseKeyEncryptionKeys(readFileSync(path, 'utf8'))
    const names = [putKeyInFront(path), putKeyInFront(path)]
    const { current, all } = parseKeyEncryptionKeys(readFileSync(path, 'utf8'))
    expect(current.kid).toBe(names[1])
    expect([...all.keys()]).toEqual([...names.toReversed(), first.kid])
    expect(all.get(first.kid)?.equals(first.key)).toBe(true)
    expect((statSync(path).mode & 0o777).toString(8)).toBe('600')
    expect(readdirSync(folder)).toEqual(['kek.json'])
  })

  test('leaves the file who may read it', () => {
    const path = keyEncryptionKeyFile(folder)
    chmodSync(path, 0o640)
    putKeyInFront(path)
    expect((statSync(path).mode & 0o777).toString(8)).toBe('640')
  })

  test.each(['', '[]', '{"keys":{}}', '{"keys":[{"kty":"oct"}]}', 'null'])('is not put in front of %j', (text) => {
    const path = join(folder, 'other.json')
    writeFileSync(path, text)
    expect(() => putKeyInFront(path)).toThrow('no key-encryption keys')
    expect(readFileSync(path, 'utf8')).toBe(text)
  })
})
