import type { IncomingMessage } from 'node:http'
import type { VerifiedKey } from '@/gateway/decide'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { Forwarding } from '@/lib/inbound/trusted-proxies'

/** Our name in `Via` (RFC 9110 §7.6.3). */
const VIA = '1.1 aura-gateway'

/** Headers that end at each hop (RFC 9110 §7.6.1); those that `Connection` names are added per message. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
])

/** What a caller may say of itself in the name of a proxy. The app is told in `X-Forwarded-…` alone, by us. */
const FORWARDED: ReadonlySet<string> = new Set(['forwarded', 'x-real-ip'])

/** Some frameworks take these for the method or the path, and an app's rules are about those of the request line. */
const OVERRIDING: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
])

/** Set by us, or by the client that makes the next request. `expect` has been answered already (FACTS: undici refuses it). */
const REPLACED: ReadonlySet<string> = new Set(['authorization', 'host', 'expect', 'via'])

/** The names that `Connection` lists, in lower case. */
function namedByConnection(values: readonly string[]): ReadonlySet<string> | undefined {
  const names = values.flatMap((value) => value.split(',')).map((name) => name.trim().toLowerCase())
  return names.length > 0 ? new Set(names) : undefined
}

/**
 * CGI and WSGI turn every character of a header's name that is no letter or digit into the same underscore, so
 * `X_Aura-User` would arrive as `X-Aura-User` does: all spellings are ours.
 */
function isReserved(lowerCaseName: string): boolean {
  if (!lowerCaseName.startsWith('x')) return false
  const name = lowerCaseName.replace(/[^a-z0-9]/g, '-')
  return name.startsWith('x-aura-') || name.startsWith('x-forwarded-')
}

/** A request that goes to its app. */
export interface Outgoing {
  readonly request: IncomingMessage
  readonly app: DataPlaneApp
  readonly key: VerifiedKey
  readonly forwarding: Forwarding
  readonly requestId: string
}

/** The headers of the request that goes to the app, names and values in turn; repeated ones stay repeated and in order. */
export function requestHeaders({ request, app, key, forwarding, requestId }: Outgoing, host: string): string[] {
  const { rawHeaders } = request
  let connection: string[] | undefined
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    if (name.length === 10 && name.toLowerCase() === 'connection') {
      connection ??= []
      connection.push(rawHeaders[at + 1] as string)
    }
  }
  const named = connection && namedByConnection(connection)
  const hasRules = app.scopeRules.length > 0
  const headers: string[] = ['Host', host]
  let via = VIA
  let originalHost = ''
  let forwardedHost = ''
  let scheme = 'http'
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string
    const lower = name.toLowerCase()
    const value = rawHeaders[at + 1] as string
    if (lower === 'via') via = `${value}, ${via}`
    else if (lower === 'host') originalHost = value
    else if (forwarding.isTrusted && value !== '' && lower === 'x-forwarded-proto') scheme = value
    else if (forwarding.isTrusted && lower === 'x-forwarded-host') forwardedHost = value
    // Trailers are passed on by us, so an app that asks whether its caller takes them may have the caller's answer.
    else if (lower === 'te' && /(?:^|,)\s*trailers\s*(?:$|,)/i.test(value)) headers.push('TE', 'trailers')
    if (HOP_BY_HOP.has(lower) || REPLACED.has(lower) || FORWARDED.has(lower) || isReserved(lower) || named?.has(lower))
      continue
    if (hasRules && OVERRIDING.has(lower.replaceAll(/[^a-z0-9]/g, '-'))) continue
    headers.push(name, value)
  }
  headers.push('Via', via, 'X-Forwarded-For', forwarding.addresses, 'X-Forwarded-Proto', scheme)
  const toldHost = forwardedHost === '' ? originalHost : forwardedHost
  if (toldHost !== '') headers.push('X-Forwarded-Host', toldHost)
  headers.push(...key.identity, 'X-Aura-Request-Id', requestId)
  if (app.upstreamSecret !== null) headers.push('X-Aura-Gateway', app.upstreamSecret)
  return headers
}

/**
 * The headers of the answer that goes to the caller. An app does not speak in the gateway's name, nor of CORS where the
 * gateway does, in `cors`.
 */
export function responseHeaders(
  raw: readonly (Buffer | string)[],
  mayHaveTrailers: boolean,
  requestId: string,
  cors: readonly string[],
): string[] {
  const hasCors = cors.length > 0
  const isOurs = (lower: string) => lower.startsWith('x-aura-') || (hasCors && lower.startsWith('access-control-'))
  const pairs: string[] = []
  let connection: string[] | undefined
  let via = VIA
  for (let at = 0; at < raw.length; at += 2) {
    const name = textOf(raw[at])
    const lower = name.toLowerCase()
    const value = textOf(raw[at + 1])
    if (lower === 'connection') {
      connection ??= []
      connection.push(value)
    } else if (lower === 'via') via = `${value}, ${via}`
    else if (HOP_BY_HOP.has(lower) || isOurs(lower) || (lower === 'trailer' && !mayHaveTrailers)) continue
    else pairs.push(name, value)
  }
  const headers = connection ? without(pairs, namedByConnection(connection)) : pairs
  headers.push('Via', via, 'X-Aura-Request-Id', requestId, ...cors)
  return headers
}

/** Trailers must not change how the message was framed, or who is said to have sent it (RFC 9110 §6.5.1). */
export function responseTrailers(
  trailers: Readonly<Record<string, string | readonly string[] | undefined>>,
): [string, string][] {
  return Object.entries(trailers).flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    if (value === undefined || HOP_BY_HOP.has(lower) || lower.startsWith('x-aura-') || NOT_IN_TRAILERS.has(lower))
      return []
    return (typeof value === 'string' ? [value] : value).map((one): [string, string] => [name, one])
  })
}

const NOT_IN_TRAILERS: ReadonlySet<string> = new Set([
  'content-length',
  'content-encoding',
  'content-type',
  'content-range',
  'host',
  'trailer',
  'set-cookie',
  'authorization',
])

function without(pairs: readonly string[], named: ReadonlySet<string> | undefined): string[] {
  if (!named) return [...pairs]
  const kept: string[] = []
  for (let at = 0; at < pairs.length; at += 2) {
    const name = pairs[at] as string
    // A response must keep what says where it ends, whatever its `Connection` lists.
    if (!named.has(name.toLowerCase()) || name.toLowerCase() === 'content-length')
      kept.push(name, pairs[at + 1] as string)
  }
  return kept
}

/** Bytes of a header, as node has them: one character each. */
export function textOf(value: Buffer | string | undefined): string {
  return typeof value === 'string' ? value : (value?.toString('latin1') ?? '')
}
