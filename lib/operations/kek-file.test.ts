import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { newIdAt } from '@/lib/crypto/identifiers'
import { type BelongsTo, open, openedText, seal } from '@/lib/crypto/sealing'
import { keysOfFile } from '@/lib/operations/kek-file'

const folder = mkdtempSync(join(tmpdir(), 'aura-kek-'))
afterAll(() => rmSync(folder, { recursive: true }))

const newId = newIdAt(new Date('2026-11-03T10:00:00Z'))
const PLACE = { organization: newId('organization'), app: newId('app') } satisfies BelongsTo
const jwk = (kid: string) => ({ kty: 'oct', kid, k: randomBytes(32).toString('base64url') })
const [old, next] = [jwk('old'), jwk('next')]

let made = 0
/** A process that was started with a file of these keys, and how its operator replaces them. */
function started(...keys: object[]) {
  made += 1
  const path = join(folder, `${made}.json`)
  const replace = (...keys: object[]) => writeFileSync(path, JSON.stringify({ keys }))
  replace(...keys)
  return { path, replace, keys: keysOfFile(path, new Set()) }
}
const sealedWith = (sealed: string) => JSON.parse(Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString()).kid

describe('a key-encryption key that is put in front of the file while processes run', () => {
  test('seals from then on, and nobody has to be told', async () => {
    const portal = started(old)
    const before = await seal('value', PLACE, portal.keys)
    portal.replace(next, old)
    const after = await seal('value', PLACE, portal.keys)
    expect([before, after].map(sealedWith)).toEqual(['old', 'next'])
    for (const sealed of [before, after]) expect(await open(sealed, PLACE, portal.keys)).toMatchObject({ ok: true })
  })

  test('opens what another process has sealed with it, the first time that it is met', async () => {
    const [portal, command] = [started(old), started(next, old)]
    const sealed = await seal('value', PLACE, command.keys)
    expect(await open(sealed, PLACE, portal.keys)).toEqual({ ok: false, reason: 'unknown_key' })
    portal.replace(next, old)
    const opened = await open(sealed, PLACE, portal.keys)
    expect(opened.ok && openedText(opened.content)).toBe('value')
  })

  test('may take the old one out of the file too early: what runs opens it still, what starts does not', async () => {
    const portal = started(old)
    const sealed = await seal('value', PLACE, portal.keys)
    portal.replace(next)
    expect(sealedWith(await seal('value', PLACE, portal.keys))).toBe('next')
    expect(await open(sealed, PLACE, portal.keys)).toMatchObject({ ok: true })
    expect(await open(sealed, PLACE, keysOfFile(portal.path, new Set()))).toEqual({ ok: false, reason: 'unknown_key' })
  })
})

test.each([
  ['is cut short', '{"keys":[{"kty":"oct","ki'],
  ['names another key as one was named before', JSON.stringify(jwk('old'))],
])(
  'a file that %s changes nothing, and is complained of once, without a word of what stands in it',
  async (_, text) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const portal = started(old)
    const before = await seal('value', PLACE, portal.keys)
    writeFileSync(portal.path, text)
    const after = await seal('value', PLACE, portal.keys)
    for (const sealed of [before, after, before])
      expect(await open(sealed, PLACE, portal.keys)).toMatchObject({ ok: true })
    await seal('value', PLACE, portal.keys)
    expect(complaints).toHaveBeenCalledOnce()
    expect(complaints.mock.calls.join()).toMatch(/^AURA_KEK_FILE: /)
    expect(complaints.mock.calls.join()).not.toContain(old.k)
    complaints.mockRestore()
  },
)
