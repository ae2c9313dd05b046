import { performance } from 'node:perf_hooks'
import { type Dispatcher, request } from 'undici'
import { scrub } from '@/lib/core/scrub'
import { ATTEMPT_LIMITS, type Unanswered } from '@/lib/core/webhook-answer'

export interface PostedMessage {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type PostAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly milliseconds: number; readonly text: string }
  | { readonly kind: 'unanswered'; readonly reason: Unanswered; readonly milliseconds: number }

/**
 * Sends one message and reads the beginning of what comes back, bounded in time and size whatever the other end does. Redirects are not
 * followed: undici does so only when asked. The status decides: a body that breaks off, or never ends, takes nothing back from it.
 */
export async function postMessage(
  dispatcher: Dispatcher,
  { url, headers, body }: PostedMessage,
  limits: { readonly wholeMilliseconds: number } = ATTEMPT_LIMITS,
): Promise<PostAnswer> {
  const began = performance.now()
  const passed = () => Math.round(performance.now() - began)
  const signal = AbortSignal.timeout(limits.wholeMilliseconds)
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { ...headers, accept: '*/*', 'accept-encoding': 'identity' },
      body,
      signal,
    })
    const milliseconds = passed()
    return { kind: 'answered', status: answer.statusCode, milliseconds, text: await beginningOf(answer.body) }
  } catch (error) {
    return { kind: 'unanswered', reason: reasonOf(error), milliseconds: passed() }
  }
}

/** Read beyond what is kept, so that a key which is cut in two at that point is found before it is cut. */
async function beginningOf(body: AsyncIterable<Uint8Array> & { destroy(): unknown }): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      bytes += piece.byteLength
      if (bytes >= ATTEMPT_LIMITS.readBytes) break
    }
  } catch {
    // It broke off, or its time was over: what came until then is the answer's text.
  }
  body.destroy()
  const read = Buffer.concat(pieces).subarray(0, ATTEMPT_LIMITS.readBytes).toString('utf8')
  return Buffer.from(scrub(withoutControls(read)))
    .subarray(0, ATTEMPT_LIMITS.keptBytes)
    .toString('utf8')
    .replace(/\uFFFD+$/, '')
}

/** A database keeps no zero, and a page shows none of the others. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const withoutControls = (text: string) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')

const REASONS: Readonly<Record<string, Unanswered>> = {
  ECONNREFUSED: 'refused',
  EHOSTUNREACH: 'refused',
  ENETUNREACH: 'refused',
  EADDRNOTAVAIL: 'refused',
  ENOTFOUND: 'unknown_host',
  EAI_AGAIN: 'unknown_host',
  ENODATA: 'unknown_host',
  outbound_address_refused: 'address_not_allowed',
  UND_ERR_CONNECT_TIMEOUT: 'too_slow',
  UND_ERR_HEADERS_TIMEOUT: 'too_slow',
  UND_ERR_BODY_TIMEOUT: 'too_slow',
  ETIMEDOUT: 'too_slow',
  UND_ERR_HEADERS_OVERFLOW: 'not_http',
}

/** By the stable code, or name, alone: a message may quote what was sent. */
function reasonOf(error: unknown): Unanswered {
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
  // The one that undici gives no code.
  if (name === 'HTTPParserError') return 'not_http'
  // Of a host with several addresses each has its own; the first will do.
  const known = String(code || errors[0]?.code || '')
  if (/^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO)/.test(known)) return 'certificate'
  return REASONS[known] ?? 'broken_off'
}
