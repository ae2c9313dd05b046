import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberActor } from '@/lib/core/actor'
import {
  type App,
  changeApp,
  createApp,
  deleteApp,
  providerConfiguration,
  slugOf,
  switchProvider,
  withBaseScope,
} from '@/lib/core/app'
import type { NewId } from '@/lib/core/identifiers'

const NOW = new Date('2026-11-03T10:00:00Z')
const DEVELOPER: MemberActor = {
  kind: 'member',
  organizationId: 'org_1',
  membershipId: 'mem_1',
  userId: 'usr_1',
  role: 'developer',
}
const newId = ((kind: string) => `${kind}_1`) as unknown as NewId

const created = () =>
  createApp(
    {
      service: 'cloud_function',
      name: 'Resize Image',
      environment: 'production',
      upstream: 'http://127.0.0.1:9000',
      scopes: ['read', 'read'],
    },
    DEVELOPER,
    newId,
    NOW,
  )

function switched(app: App, enabled: boolean) {
  const outcome = switchProvider(app, enabled, NOW)
  if (!outcome.ok) throw new Error(outcome.failure.code)
  return outcome.value
}

describe('the address name of an app', () => {
  it.each([
    ['resize-image', 'resize-image'],
    ['Resize Image', 'resize-image'],
    ['  Żółta  Łódź!  ', 'zo-ta-odz'],
    ['Crème brûlée №5', 'creme-brulee-no5'],
    ['ＦＵＬＬ width', 'full-width'],
    ['İstanbul', 'istanbul'],
    ['a/b\\c?d#e%2Ff', 'a-b-c-d-e-2ff'],
    ['../../etc', 'etc'],
    ['---', ''],
    ['日本', ''],
    ['🔑', ''],
    ['', ''],
    [`${'a'.repeat(62)} b`, 'a'.repeat(62)],
    ['x'.repeat(100), 'x'.repeat(63)],
  ])('of %j is %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })

  it('is always a DNS label or nothing, and its own slug', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem()), (name) => {
        const slug = slugOf(name)
        expect(slug).toMatch(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$/)
        expect(slug).not.toContain('--')
        expect(slugOf(slug)).toBe(slug)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('an app', () => {
  it('belongs to whoever made it, has its own server user, and accepts keys from the start', () => {
    const { next, event } = created()
    expect(next).toMatchObject({
      slug: 'resize-image',
      ownerId: 'mem_1',
      createdById: 'mem_1',
      serverUserId: 'serverUser_1',
      providerEnabled: true,
      deletedAt: null,
      scopes: ['invoke', 'read'],
    })
    expect(event).toMatchObject({
      type: 'app.created',
      appId: next.id,
      after: { name: 'Resize Image', scopes: ['invoke', 'read'] },
    })
  })

  it('keeps its address when its name changes', () => {
    const before = created().next
    const change = { name: 'Other', environment: 'sandbox', upstream: 'https://up.example', scopes: [] } as const
    const { next, event } = changeApp(before, change, NOW)
    expect(next).toEqual({ ...before, ...change, scopes: ['invoke'], changedAt: NOW })
    expect(event).toMatchObject({
      type: 'app.changed',
      before: { name: 'Resize Image' },
      after: { name: 'Other', scopes: ['invoke'] },
    })
  })

  it('has the base scope, first, and each scope once', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('invoke', 'read', 'write', 'admin')), (wanted) => {
        const scopes = withBaseScope(wanted)
        expect(scopes[0]).toBe('invoke')
        expect(new Set(scopes).size).toBe(scopes.length)
        expect(new Set(scopes)).toEqual(new Set(['invoke', ...wanted]))
      }),
    )
  })

  it('exports its provider in the form of the seed document', () => {
    const off = switched(created().next, false)
    expect(JSON.stringify(providerConfiguration({ providerEnabled: true }))).toBe(
      '{"api-key":{"name":"api-key","type":"api-key","disabled":false}}',
    )
    expect(providerConfiguration(off.next)['api-key'].disabled).toBe(true)
    expect(off.event.type).toBe('app.provider_disabled')
    expect(switched(off.next, true)).toMatchObject({
      next: { providerEnabled: true },
      event: { type: 'app.provider_enabled' },
    })
  })

  it.each([true, false])('is not switched to what its provider is already: %s', (providerEnabled) => {
    expect(switchProvider({ ...created().next, providerEnabled }, providerEnabled, NOW)).toMatchObject({
      ok: false,
      failure: { code: 'provider_unchanged', params: { state: providerEnabled ? 'on' : 'off' } },
    })
  })

  it('stays as it was when it is deleted, marked with who did it', () => {
    const before: App = created().next
    const { next, event } = deleteApp(before, DEVELOPER, 3, NOW)
    expect(next).toEqual({ ...before, deletedAt: NOW, deletedById: 'mem_1', changedAt: NOW })
    expect(event).toMatchObject({ type: 'app.deleted', after: { orphanedKeys: 3 } })
  })
})
