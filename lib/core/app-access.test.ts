import { describe, expect, it } from 'vitest'
import { compileScopeRules, PATH_PATTERN, type ScopeRule } from '@/lib/core/app-access'

const RULES: readonly ScopeRule[] = [
  { methods: [], path: '/admin/*', scope: 'admin' },
  { methods: ['POST', 'PUT'], path: '/*', scope: 'write' },
  { methods: ['GET'], path: '/reports/*/raw', scope: 'raw' },
  { methods: ['GET'], path: '/reports', scope: 'list' },
]

describe('the scopes that a request needs', () => {
  const scopesNeeded = compileScopeRules(RULES)

  it.each([
    ['GET', '', []],
    ['GET', '/', []],
    ['POST', '', ['write']],
    ['GET', '/admin', ['admin']],
    ['GET', '/admin/', ['admin']],
    ['GET', '/admin/users/7', ['admin']],
    ['PUT', '/admin/users', ['admin', 'write']],
    ['GET', '/administration', []],
    ['GET', '/reports', ['list']],
    ['HEAD', '/reports', ['list']],
    ['GET', '/reports/7', []],
    ['GET', '/reports/7/raw', ['raw']],
    ['GET', '/reports/7/8/raw', []],
    ['DELETE', '/reports', []],
  ])('of %s %s are %j', (method, path, scopes) => {
    expect([...scopesNeeded(method, path)].sort()).toEqual(scopes)
  })

  it.each([
    '//admin',
    '/admin//users',
    '/%61dmin',
    '/ADMIN/users',
    '/admin;x=1/users',
    '/admin%2fusers',
    '/admin%3Bx',
    '/;x/admin',
    '/%2fadmin',
  ])('are the same when the path is spelled %s', (path) => {
    expect(scopesNeeded('GET', path)).toEqual(['admin'])
  })

  it('never throw, whatever the encoding', () => {
    expect(scopesNeeded('GET', '/%ff%/admin%')).toEqual([])
  })

  it('only grow when a rule is added', () => {
    const before = compileScopeRules(RULES.slice(0, 2))('POST', '/admin')
    const after = compileScopeRules([...RULES, { methods: [], path: '/', scope: 'other' }])('POST', '/admin')
    for (const scope of before) expect(after).toContain(scope)
  })
})

describe('a path of a rule', () => {
  it.each(['/', '/*', '/admin', '/admin/*', '/a/*/b', '/v1.2/things', '/a~b'])('may be %s', (path) => {
    expect(path).toMatch(PATH_PATTERN)
  })
  it.each(['', 'admin', '/admin/', '//a', '/a*', '/../a', '/./a', '/a/..', '/%61', '/a?b', '/a#b', '/a b', '/a;b'])(
    'may not be “%s”',
    (path) => {
      expect(path).not.toMatch(PATH_PATTERN)
    },
  )
})
