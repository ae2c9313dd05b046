/** What the gateway itself reads of a request's headers, in one pass over them as they came. */
export interface RequestHead {
  /** The key, as it stands behind “Bearer”; empty when there is one but it cannot be read; undefined when there is none. */
  readonly token: string | undefined
  readonly hasBody: boolean
  /** Names a transfer coding that we do not know, if the request has one. */
  readonly unknownCoding: string | undefined
  /** The protocols that it offers to switch to; several headers are one list. */
  readonly upgrade: string | undefined
  /** How many `Host` headers there are. */
  readonly hosts: number
  /** What the caller calls itself; empty when it does not say. */
  readonly agent: string
  /** All lines of `X-Forwarded-For`; empty when there is none. */
  readonly forwardedFor: string
  /** The origin of the page that asks; empty when there are several, which no browser sends. */
  readonly origin: string | undefined
  /** What a page asks leave for: `Access-Control-Request-Method` and `-Headers`. */
  readonly askedMethod: string | undefined
  readonly askedHeaders: string
}

/**
 * Reads raw headers, not node's merged ones: of two `Authorization` headers node keeps the first, and whoever stands
 * behind us may keep the second. Two of them are a malformed key.
 */
export function readRequestHead(rawHeaders: readonly string[]): RequestHead {
  let authorization: string | undefined
  let hasBody = false
  let unknownCoding: string | undefined
  let upgrade: string | undefined
  let hosts = 0
  let agent = ''
  let forwardedFor = ''
  let origin: string | undefined
  let askedMethod: string | undefined
  let askedHeaders = ''
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    // Only names of these lengths can matter; most requests have none but the first.
    switch (name.length) {
      case 13:
        if (name === 'Authorization' || name.toLowerCase() === 'authorization') {
          authorization = authorization === undefined ? (rawHeaders[at + 1] as string) : 'Bearer '
        }
        break
      case 14:
        if (name.toLowerCase() === 'content-length') hasBody ||= rawHeaders[at + 1] !== '0'
        break
      case 17:
        if (name.toLowerCase() === 'transfer-encoding') {
          hasBody = true
          const coding = rawHeaders[at + 1] as string
          if (coding.toLowerCase() !== 'chunked') unknownCoding = coding
        }
        break
      case 15:
        if ((name.startsWith('X') || name.startsWith('x')) && name.toLowerCase() === 'x-forwarded-for')
          forwardedFor = forwardedFor === '' ? (rawHeaders[at + 1] as string) : `${forwardedFor},${rawHeaders[at + 1]}`
        break
      case 6:
        if (name === 'Origin' || name.toLowerCase() === 'origin')
          origin = origin === undefined ? (rawHeaders[at + 1] as string) : ''
        break
      case 29:
        if (name.toLowerCase() === 'access-control-request-method') askedMethod = rawHeaders[at + 1]
        break
      case 30:
        if (name.toLowerCase() === 'access-control-request-headers') askedHeaders = rawHeaders[at + 1] as string
        break
      case 10:
        if (name === 'User-Agent' || name.toLowerCase() === 'user-agent') agent = rawHeaders[at + 1] as string
        break
      case 4:
        if (name === 'Host' || name.toLowerCase() === 'host') hosts += 1
        break
      case 7:
        if (name.toLowerCase() === 'upgrade')
          upgrade = upgrade === undefined ? rawHeaders[at + 1] : `${upgrade}, ${rawHeaders[at + 1]}`
        break
    }
  }
  return {
    token: authorization === undefined ? undefined : tokenOf(authorization),
    hasBody,
    unknownCoding,
    upgrade,
    hosts,
    agent,
    forwardedFor,
    origin,
    askedMethod,
    askedHeaders,
  }
}

/** The scheme's name is written in any case (RFC 9110 §11.1); one space, and the key. Another scheme is no key at all. */
function tokenOf(authorization: string): string | undefined {
  if (authorization.startsWith('Bearer ')) return authorization.slice(7)
  const scheme = authorization.slice(0, 7).toLowerCase()
  if (scheme === 'bearer ') return authorization.slice(7)
  return scheme === 'bearer' ? '' : undefined
}
