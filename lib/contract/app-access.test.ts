import { describe, expect, it } from 'vitest'
import { corsOrigins, scopeRules } from '@/lib/contract/app-access'

describe('an origin whose pages may call an app', () => {
  it.each([
    ['https://app.example.com', 'https://app.example.com'],
    [' HTTPS://App.Example.COM:443 ', 'https://app.example.com'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://example.com:80', 'http://example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://[2001:DB8::1]:8080', 'http://[2001:db8::1]:8080'],
  ])('%s is kept as %s', (typed, origin) => {
    expect(corsOrigins.parse([typed])).toEqual([origin])
  })

  it.each([
    ['*', 'List each origin.'],
    ['https://*.example.com', 'List each origin.'],
    ['null', 'is the origin of many pages at once'],
    ['https://app.example.com/', 'Enter https://app.example.com.'],
    ['https://app.example.com/path?q#f', 'Enter https://app.example.com.'],
    ['app.example.com', 'is no origin'],
    ['https://', 'is no origin'],
    ['https://user:password@example.com', 'is no origin'],
    ['ftp://example.com', 'is no origin'],
    ['chrome-extension://abc', 'is no origin'],
    ['javascript:alert(1)', 'is no origin'],
    ['https://a b', 'is no origin'],
    ['https://a\\b', 'is no origin'],
    ['', 'is no origin'],
  ])('%j is refused, and why', (typed, sentence) => {
    expect(corsOrigins.safeParse([typed]).error?.issues[0]?.message).toContain(sentence)
  })

  it('counts once', () => {
    expect(corsOrigins.parse(['https://a.test', 'https://A.test:443'])).toEqual(['https://a.test'])
  })
})

describe('a scope rule', () => {
  const rule = { methods: ['GET'], path: '/images/*', scope: 'read' }

  it('has its methods in capitals and once, and its path in its one spelling', () => {
    expect(scopeRules.parse([{ ...rule, methods: ['get', ' Post ', 'GET'], path: ' /images/*/raw ' }])).toEqual([
      { methods: ['GET', 'POST'], path: '/images/*/raw', scope: 'read' },
    ])
    for (const path of ['/', '/*', '/a/*/b/*', '/a.b/~c'])
      expect(scopeRules.safeParse([{ ...rule, path }]).success, path).toBe(true)
  })

  it.each([
    ['path', { path: '' }, 'Enter a path.'],
    ['path', { path: 'images' }, 'Enter a path such as'],
    ['path', { path: '/images/' }, 'Enter a path such as'],
    ['path', { path: '/a//b' }, 'Enter a path such as'],
    ['path', { path: '/a/../b' }, 'Enter a path such as'],
    ['path', { path: '/a%2fb' }, 'Enter a path such as'],
    ['path', { path: '/a*' }, 'Enter a path such as'],
    ['path', { path: `/${'a'.repeat(256)}` }, 'At most 256 characters.'],
    ['methods', { methods: ['GET', 'P/T'] }, 'Methods are words'],
    ['methods', { methods: Array.from({ length: 17 }, (_, index) => `M${'A'.repeat(index)}`) }, 'At most 16 methods.'],
    ['scope', { scope: '' }, 'Choose a scope.'],
    ['scope', { scope: 'Read All' }, 'Scopes are lower case'],
  ])('says what is wrong beside its %s: %j', (field, wrong, sentence) => {
    const [issue] = scopeRules.safeParse([rule, { ...rule, ...wrong }]).error?.issues ?? []
    expect(issue?.path.slice(0, 2)).toEqual([1, field])
    expect(issue?.message).toContain(sentence)
  })
})
