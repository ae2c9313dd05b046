import { expect, test } from '@/e2e/fixtures'
import { call } from '@/e2e/processes/call'

const PAGES = [
  '/sign-in',
  '/setup',
  '/reset-password',
  '/forgot-password',
  '/o/demo',
  '/o/demo/cloud-functions',
  '/o/demo/cloud-functions/resize-image/api-keys',
  '/o/demo/secrets',
  '/o/demo/no-such-page',
  '/no-such-page',
]

test('every page says what a browser may do with it, and is stored by nobody', async ({ context, baseURL }) => {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
  const nonces = new Set<string>()
  for (const path of PAGES) {
    const { headers, status } = await call(`${baseURL}${path}`, { headers: { cookie, accept: 'text/html' } })
    expect(status, path).toBeLessThan(500)
    const policy = String(headers['content-security-policy'])
    expect(policy, path).toMatch(/default-src 'none'/)
    expect(policy, path).toMatch(/script-src 'self' 'nonce-[\w-]+' 'strict-dynamic'(;|$)/)
    for (const rule of [
      "style-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "object-src 'none'",
    ])
      expect(policy, path).toContain(rule)
    expect(policy, path).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline/)
    nonces.add(/'nonce-([\w-]+)'/.exec(policy)?.[1] ?? '')
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(String(headers['cache-control']), path).toContain('no-store')
    expect(headers['x-powered-by'], path).toBeUndefined()
  }
  expect(nonces.size, 'a nonce is used once').toBe(PAGES.length)
})
