import { describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { search } from '@/lib/operations/search'
import { switchProvider } from '@/lib/operations/switch-provider'
import { need, openTwoOrganizations } from '@/lib/operations/testing/two-organizations'

const { acme, zenith, as, makeApp, makeKey } = await openTwoOrganizations()

const found = async (member: typeof acme.owner, text: string) => need(await as(member)(search, { text }))
const names = (rows: readonly { readonly name: string }[]) => rows.map(({ name }) => name)

const resize = await makeApp(acme.developer, { name: 'resize-image' })
const report = await makeApp(acme.developer, { name: 'Monthly report' })
const theirs = await makeApp(zenith.developer, { name: 'resize-video' })

describe('the search', () => {
  test('finds apps and keys by any part of their name, in any case, those first that begin with it', async () => {
    await makeKey(acme.developer, resize, { name: 'old ci deploy' })
    await makeKey(acme.developer, resize, { name: 'CI deploy' })
    expect(names((await found(acme.reader, 'RESIZE')).apps)).toEqual(['resize-image'])
    expect(names((await found(acme.reader, 'report')).apps)).toEqual(['Monthly report'])
    expect(names((await found(acme.reader, 'ci dep')).keys)).toEqual(['CI deploy', 'old ci deploy'])
  })

  test('takes no letter for anything but itself', async () => {
    await makeKey(acme.developer, report, { name: '100% nightly_run' })
    expect(names((await found(acme.reader, '100%')).keys)).toEqual(['100% nightly_run'])
    expect(names((await found(acme.reader, 'nightly_')).keys)).toEqual(['100% nightly_run'])
    expect((await found(acme.reader, '%')).apps).toEqual([])
    expect((await found(acme.reader, '__')).keys).toEqual([])
  })

  test('finds a key by its id, and by how its id begins', async () => {
    const { id } = await makeKey(acme.developer, report, { name: 'by id' })
    expect(names((await found(acme.reader, id)).keys)).toEqual(['by id'])
    expect(names((await found(acme.reader, id.slice(0, -3))).keys)).toContain('by id')
  })

  test('shows a dead key after the live ones of its name, with its state', async () => {
    const { id } = await makeKey(acme.developer, report, { name: 'night shift' })
    need(await as(acme.developer)(revokeApiKey, { apiKeyId: id, agreed: true }))
    await makeKey(acme.developer, report, { name: 'the night shift' })
    expect((await found(acme.reader, 'night shift')).keys.map(({ name, status }) => [name, status])).toEqual([
      ['the night shift', 'active'],
      ['night shift', 'revoked'],
    ])
  })

  test('knows nothing of another organization, by name or by id', async () => {
    const { id } = await makeKey(zenith.developer, theirs, { name: 'zenith secret plan' })
    for (const text of ['resize-video', 'zenith', id, theirs.id])
      expect(await found(acme.owner, text)).toEqual({ apps: [], keys: [] })
    expect(names((await found(zenith.owner, 'zenith')).keys)).toEqual(['zenith secret plan'])
  })

  test('drops a text that holds a key', async () => {
    const { key } = await makeKey(acme.developer, resize, { name: 'never looked up' })
    expect(await found(acme.owner, key.reveal().slice(0, 150))).toEqual({ apps: [], keys: [] })
  })

  test('says for which apps one may create a key', async () => {
    const may = async (member: typeof acme.owner) => (await found(member, 'resize-image')).apps[0]?.canCreateKey
    expect([await may(acme.owner), await may(acme.developer), await may(acme.reader)]).toEqual([true, true, false])
    need(await as(acme.developer)(switchProvider, { appId: resize.id, enabled: false, impact: UNSEEN }))
    expect(await may(acme.owner)).toBe(false)
  })

  test('refuses an empty text', async () => {
    expect((await as(acme.owner)(search, { text: '  ' })).ok).toBe(false)
  })
})
