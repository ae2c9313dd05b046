import { type NextRequest, NextResponse } from 'next/server'

/**
 * Gives every page its own nonce and the headers that tell a browser what the page may do.
 * It decides nothing about who may see what: that is asked where the data is read.
 */
export function proxy(request: NextRequest) {
  if (comesFromElsewhere(request))
    return new NextResponse('This request did not come from this portal’s own pages.', { status: 403 })
  const policy = contentSecurityPolicy(crypto.randomUUID())

  // Next takes the nonce for its own scripts from the request's policy.
  const requestHeaders = new Headers(request.headers)
  requestHeaders.set('content-security-policy', policy)

  const response = NextResponse.next({ request: { headers: requestHeaders } })
  response.headers.set('Content-Security-Policy', policy)
  for (const [name, value] of Object.entries(BROWSER_LIMITS)) response.headers.set(name, value)
  if (isServedOverHttps()) response.headers.set('Strict-Transport-Security', 'max-age=63072000; includeSubDomains')
  return response
}

export const config = {
  // Machines read these, not browsers: static files, the data plane, published keys and the health check.
  matcher: ['/((?!_next/static/|dataplane/|healthz$|(?:.*/)?\\.well-known/).*)'],
}

const BROWSER_LIMITS = {
  'X-Content-Type-Options': 'nosniff',
  // Nothing leaves the portal; within it, "no-referrer" would make browsers post forms with `Origin: null`, which is refused.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy':
    'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
}

/**
 * A post from a page of another site. Next would stop it as well, but with a 500, as if the portal had failed. One whose origin is the host
 * that was called goes on: the action compares it with the portal's own address and says where that is.
 */
function comesFromElsewhere({ method, headers }: NextRequest) {
  const origin = headers.get('origin')
  if (origin === null || method === 'GET' || method === 'HEAD') return false
  const host = URL.canParse(origin) ? new URL(origin).host : null
  return host !== headers.get('host') && origin !== originOf(process.env.AURA_PUBLIC_URL)
}

const originOf = (address = '') => (URL.canParse(address) ? new URL(address).origin : undefined)

/**
 * The nonce covers scripts alone. A style nonce can't work here: React hoists style elements and carries them into
 * documents of an earlier nonce, so there are no style elements at all. Style attributes are needed for positions
 * that the server renders.
 */
function contentSecurityPolicy(nonce: string) {
  // In development React rebuilds server stacks with eval, and Next's overlay styles itself; nothing in a build does.
  const development = process.env.NODE_ENV === 'development'
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self'${development ? " 'unsafe-inline'" : ''}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
    "manifest-src 'self'",
  ].join('; ')
}

/**
 * Read here and not through the portal's environment, which opens a database: the proxy is bundled apart and runs before
 * every page. Read at each request, so that one build fits any address.
 */
function isServedOverHttps() {
  return process.env.AURA_PUBLIC_URL?.startsWith('https://') ?? false
}
