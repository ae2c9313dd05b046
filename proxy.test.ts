import { NextRequest } from 'next/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { config, proxy } from './proxy'

const request = () => new NextRequest('http://localhost:3000/sign-in')
const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? ''

afterEach(() => vi.unstubAllEnvs())

describe('the headers of every page', () => {
  it('give each request a nonce of its own, and Next the same one', () => {
    const first = proxy(request())
    const second = proxy(request())
    expect(policyOf(first)).toMatch(/script-src 'self' 'nonce-[\w-]{36}' 'strict-dynamic';/)
    expect(policyOf(first)).not.toBe(policyOf(second))
    expect(first.headers.get('x-middleware-request-content-security-policy')).toBe(policyOf(first))
  })

  it('let nothing in that was not named, and no evaluation', () => {
    const policy = policyOf(proxy(request()))
    expect(policy.replace(/nonce-[\w-]{36}/, 'nonce-N')).toBe(
      "default-src 'none'; script-src 'self' 'nonce-N' 'strict-dynamic'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; manifest-src 'self'",
    )
  })

  it('do not hand an address on, let the page be framed, or let its type be guessed', () => {
    const { headers } = proxy(request())
    expect(headers.get('referrer-policy')).toBe('same-origin')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  })

  it('pin https only where the portal is served over it', () => {
    vi.stubEnv('AURA_PUBLIC_URL', 'http://localhost:3000')
    expect(proxy(request()).headers.get('strict-transport-security')).toBeNull()
    vi.stubEnv('AURA_PUBLIC_URL', 'https://keys.example.com')
    expect(proxy(request()).headers.get('strict-transport-security')).toMatch(/^max-age=\d+/)
  })

  it('are set on pages, and not on what machines read', () => {
    const matcher = new RegExp(`^${config.matcher[0]}$`)
    for (const page of ['/', '/sign-in', '/o/demo', '/o/demo/healthz', '/dataplane-notes', '/api/v1/keys'])
      expect(page).toMatch(matcher)
    for (const other of [
      '/_next/static/a.js',
      '/dataplane/changes',
      '/healthz',
      '/.well-known/jwks.json',
      '/o/demo/.well-known/jwks.json',
    ]) {
      expect(other).not.toMatch(matcher)
    }
  })
})

describe('a post', () => {
  const post = (headers: Record<string, string>) =>
    proxy(
      new NextRequest('http://localhost:3000/o/demo', {
        method: 'POST',
        headers: { host: 'localhost:3000', ...headers },
      }),
    )

  it.each(['https://evil.test', 'null', 'http://localhost:3001', 'not an origin'])(
    'from %s is refused before anything runs',
    (origin) => {
      vi.stubEnv('AURA_PUBLIC_URL', 'http://localhost:3000')
      expect(post({ origin }).status).toBe(403)
      expect(post({ origin, 'x-forwarded-host': 'evil.test' }).status).toBe(403)
    },
  )

  it('from the portal’s own address goes on, also behind a reverse proxy that calls it by another host', () => {
    vi.stubEnv('AURA_PUBLIC_URL', 'https://keys.example.com')
    expect(post({ origin: 'https://keys.example.com' }).status).toBe(200)
    expect(post({ origin: 'http://localhost:3000' }).status).toBe(200)
    expect(post({}).status).toBe(200)
  })
})
