import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MemberActor } from '@/lib/core/actor'
import {
  type App,
  changeApp,
  createApp,
  deleteApp,
  type NewApp,
  providerConfiguration,
  removeUpstreamSecret,
  setUpstreamSecret,
  slugOf,
  switchProvider,
  withBaseScope,
} from '@/lib/core/app'
import type { NewId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'

const NOW = new Date('2026-11-03T10:00:00Z')
const DEVELOPER: MemberActor = {
  kind: 'member',
  organizationId: 'org_1',
  membershipId: 'mem_1',
  userId: 'usr_1',
  role: 'developer',
}
const newId = ((kind: string) => `${kind}_1`) as unknown as NewId

const need = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

const WANTED: NewApp = {
  service: 'cloud_function',
  name: 'Resize Image',
  environment: 'production',
  upstream: 'http://127.0.0.1:9000',
  scopes: ['read', 'read'],
  scopeRules: [{ methods: ['GET'], path: '/images/*', scope: 'read' }],
  corsOrigins: ['https://shop.example'],
}

const created = () => need(createApp(WANTED, DEVELOPER, newId, NOW))

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
    const change = {
      name: 'Other',
      environment: 'sandbox',
      upstream: 'https://up.example',
      scopes: [],
      scopeRules: [],
      corsOrigins: [],
    } as const
    const { next, event } = need(changeApp(before, change, NOW))
    expect(next).toEqual({ ...before, ...change, scopes: ['invoke'], changedAt: NOW })
    expect(event).toMatchObject({
      type: 'app.changed',
      before: { name: 'Resize Image', scopeRules: WANTED.scopeRules, corsOrigins: WANTED.corsOrigins },
      after: { name: 'Other', scopes: ['invoke'], scopeRules: [], corsOrigins: [] },
    })
  })

  it('has every scope that its rules need: none can be dropped while a rule needs it, nor be misspelt in one', () => {
    const refused = {
      ok: false,
      failure: {
        code: 'rule_scope_unknown',
        field: 'scopeRules.1.scope',
        params: { path: '/admin/*', scope: 'admin' },
      },
    }
    const scopeRules = [
      { methods: [], path: '/', scope: 'invoke' },
      { methods: [], path: '/admin/*', scope: 'admin' },
    ]
    expect(createApp({ ...WANTED, scopeRules }, DEVELOPER, newId, NOW)).toEqual(refused)
    const { next } = need(createApp({ ...WANTED, scopeRules, scopes: ['admin'] }, DEVELOPER, newId, NOW))
    expect(changeApp(next, { ...WANTED, scopeRules, scopes: [] }, NOW)).toEqual(refused)
    expect(changeApp(next, { ...WANTED, scopeRules: [], scopes: [] }, NOW).ok).toBe(true)
  })

  it('has an upstream secret that events tell of and never show', () => {
    const before = created().next
    const made = setUpstreamSecret(before, 'sealed 1', NOW)
    const later = new Date(NOW.getTime() + 1_000)
    const replaced = setUpstreamSecret(made.next, 'sealed 2', later)
    const removed = need(removeUpstreamSecret(replaced.next, later))
    expect([made, replaced, removed].map(({ event: { type, before, after } }) => [type, before, after])).toEqual([
      ['app.upstream_secret_made', { upstreamSecretMadeAt: null }, { upstreamSecretMadeAt: NOW }],
      ['app.upstream_secret_replaced', { upstreamSecretMadeAt: NOW }, { upstreamSecretMadeAt: later }],
      ['app.upstream_secret_removed', { upstreamSecretMadeAt: later }, { upstreamSecretMadeAt: null }],
    ])
    expect(replaced.next.sealedUpstreamSecret).toBe('sealed 2')
    expect(removed.next).toEqual({ ...before, changedAt: later })
    expect(removeUpstreamSecret(removed.next, later)).toEqual({ ok: false, failure: { code: 'no_upstream_secret' } })
    const events = [
      need(changeApp(made.next, WANTED, NOW)),
      deleteApp(made.next, DEVELOPER, { orphanedKeys: 0, revokedKeys: 0 }, NOW),
      replaced,
      removed,
    ]
    expect(JSON.stringify(events.map(({ event }) => event))).not.toContain('sealed')
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
    const { next, event } = deleteApp(before, DEVELOPER, { orphanedKeys: 3, revokedKeys: 1 }, NOW)
    expect(next).toEqual({ ...before, deletedAt: NOW, deletedById: 'mem_1', changedAt: NOW })
    expect(event).toMatchObject({ type: 'app.deleted', after: { orphanedKeys: 3 } })
  })
})
