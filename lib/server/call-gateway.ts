import { performance } from 'node:perf_hooks'
import { request } from 'undici'
import type { CallAnswer, PreparedCall } from '@/lib/contract/tried-call'
import { TRY_LIMITS, type Unreached } from '@/lib/core/tried-call'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/** Stands where the key stood. */
const REDACTED = '[the key]'

/** Headers whose values let somebody in. */
const SECRET_HEADERS: readonly string[] = ['set-cookie', 'set-cookie2', 'authorization', 'proxy-authenticate']

const TEXT = /^(text\/|application\/(json|[\w.+-]+\+json|xml|[\w.+-]+\+xml|javascript|x-www-form-urlencoded)\b)/i

/**
 * Sends one call to the gateway and reads what comes back, bounded in time and size. Redirects are not followed: undici does so only when
 * asked. The key goes into the one header and nowhere else; an app that sends it back does not get it shown.
 */
export async function callGateway(
  { url, method, contentType, body }: PreparedCall,
  key: string,
  limits: { readonly milliseconds: number } = TRY_LIMITS,
): Promise<CallAnswer> {
  const began = performance.now()
  const passed = () => Math.round(performance.now() - began)
  try {
    const answer = await request(url, {
      method,
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity',
        'user-agent': 'aura-portal-try-it',
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(key ? { authorization: `Bearer ${key}` } : {}),
      },
      body,
      signal: AbortSignal.timeout(limits.milliseconds),
    })
    const milliseconds = passed()
    const type = headerOf(answer.headers, 'content-type') ?? ''
    const { text, cut } = await readText(answer.body, key)
    const requestId = headerOf(answer.headers, 'x-aura-request-id')
    return {
      kind: 'answered',
      status: answer.statusCode,
      milliseconds,
      requestId,
      ...judgementOf(requestId, answer.statusCode, type, text),
      headers: shownHeaders(answer.headers, key),
      body: type === '' || TEXT.test(type) ? text : null,
      cut,
    }
  } catch (error) {
    return { kind: 'unreached', reason: reasonOf(error), milliseconds: passed() }
  }
}

type Headers = Readonly<Record<string, string | string[] | undefined>>

const headerOf = (headers: Headers, name: string): string | null => [headers[name] ?? []].flat()[0] ?? null

const withoutKey = (text: string, key: string) => (key ? text.replaceAll(key, REDACTED) : text)

function shownHeaders(headers: Headers, key: string): (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    [values ?? []]
      .flat()
      .map((value) => [name, SECRET_HEADERS.includes(name) ? '[not shown]' : withoutKey(value, key)] as const),
  )
}

/** At most what is shown, and as much more as a key is long, so that none is cut in two before it is found. */
async function readText(
  body: AsyncIterable<Uint8Array> & { destroy(): unknown },
  key: string,
): Promise<{ text: string; cut: boolean }> {
  const most = TRY_LIMITS.shownBytes + key.length
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of body) {
    pieces.push(piece)
    bytes += piece.byteLength
    if (bytes > most) break
  }
  body.destroy()
  const read = withoutKey(Buffer.concat(pieces).subarray(0, most).toString('utf8'), key)
  const shown = Buffer.from(read)
  const cut = bytes > TRY_LIMITS.shownBytes
  return { text: cut ? shown.subarray(0, TRY_LIMITS.shownBytes).toString('utf8') : read, cut }
}

/** A gateway names itself in every answer, and tells a refusal of its own from one of the app's. */
function judgementOf(
  requestId: string | null,
  status: number,
  type: string,
  text: string,
): { verdict: Verdict | null; appProblem: string | null } {
  if (requestId === null) return { verdict: null, appProblem: null }
  const problem = type.startsWith('application/problem+json') ? readProblem(text) : undefined
  const [, kind, code] = /^urn:aura:(verdict|gateway):(\w+)$/.exec(problem?.type ?? '') ?? []
  if (kind === 'verdict' && isVerdict(code) && VERDICTS[code].status === status)
    return { verdict: code, appProblem: null }
  if (kind !== 'gateway') return { verdict: 'accepted', appProblem: null }
  return code?.startsWith('upstream_')
    ? { verdict: 'accepted', appProblem: problem?.detail ?? '' }
    : { verdict: null, appProblem: null }
}

const isVerdict = (code: string | undefined): code is Verdict => code !== undefined && Object.hasOwn(VERDICTS, code)

function readProblem(text: string): { type: string; detail: string } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return undefined
    const { type, detail } = value as Readonly<Record<string, unknown>>
    return typeof type === 'string' ? { type, detail: typeof detail === 'string' ? detail : '' } : undefined
  } catch {
    // Called a problem, but not written as one.
    return undefined
  }
}

const REASONS: Readonly<Record<string, Unreached>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  UND_ERR_CONNECT_TIMEOUT: 'too_slow',
  UND_ERR_HEADERS_TIMEOUT: 'too_slow',
  UND_ERR_BODY_TIMEOUT: 'too_slow',
}

/** By the stable code alone: a message may quote what was sent. */
function reasonOf(error: unknown): Unreached {
  const {
    name,
    code = '',
    errors = [],
  } = error as {
    readonly name?: string
    readonly code?: string | number
    readonly errors?: readonly { readonly code?: string }[]
  }
  if (name === 'TimeoutError') return 'too_slow'
  // Of a host with several addresses each has its own; the first will do.
  const known = String(code || errors[0]?.code || '')
  if (/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(known)) return 'certificate'
  return REASONS[known] ?? 'broken_off'
}
