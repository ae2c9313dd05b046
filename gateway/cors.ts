import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerProblem } from '@/gateway/refusal'
import type { RequestHead } from '@/gateway/request-head'
import type { DataPlaneApp } from '@/lib/core/changes'

const NONE: readonly string[] = []
const MAX_AGE_SECONDS = '600'
/** What a page has to be able to read to understand a refusal. */
const EXPOSED = 'X-Aura-Request-Id, WWW-Authenticate, Retry-After'
/** A name of a method or a header (RFC 9110 §5.6.2), except for the asterisk, which would mean all of them. */
const NAME = /^(?!\*$)[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

/**
 * Whether the gateway speaks CORS for an app (WHATWG Fetch, "CORS protocol"). It does so only where origins are listed, and
 * then alone: what the app says of it is dropped, since two speakers could allow more than either means to.
 */
export const speaksCors = (app: DataPlaneApp): boolean => app.corsOrigins.length > 0 && !app.deleted

export const isPreflight = (method: string | undefined, head: RequestHead): boolean =>
  method === 'OPTIONS' && head.origin !== undefined && head.askedMethod !== undefined

/**
 * What every answer says besides, names and values in turn, so that a page knows whether it may read it. Never with
 * credentials, and never to all origins. Empty when the gateway does not speak CORS for the app.
 */
export function corsHeaders(app: DataPlaneApp, origin: string | undefined): readonly string[] {
  if (!speaksCors(app)) return NONE
  // For caches: the answer to one origin is not that to another, nor that to none.
  if (origin === undefined || !app.corsOrigins.includes(origin)) return ['Vary', 'Origin']
  return ['Access-Control-Allow-Origin', origin, 'Access-Control-Expose-Headers', EXPOSED, 'Vary', 'Origin']
}

/**
 * A page's question whether it may ask. It carries no key and reaches no app, so it opens nothing: it is answered by what
 * is known, fresh or not, and counts neither for a key nor for the app.
 */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  app: DataPlaneApp,
  { origin, askedMethod, askedHeaders }: RequestHead,
  requestId: string,
): void {
  const vary = ['Vary', 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers']
  if (origin === undefined || !app.corsOrigins.includes(origin))
    return answerProblem(request, response, 'origin_not_allowed', requestId, vary)
  const headers = [...vary, 'Access-Control-Allow-Origin', origin, 'Access-Control-Max-Age', MAX_AGE_SECONDS]
  if (askedMethod !== undefined && NAME.test(askedMethod)) headers.push('Access-Control-Allow-Methods', askedMethod)
  const names = askedHeaders.split(',').map((name) => name.trim())
  if (names.every((name) => NAME.test(name))) headers.push('Access-Control-Allow-Headers', names.join(', '))
  response.writeHead(204, [...headers, 'X-Aura-Request-Id', requestId])
  response.end()
  if (!request.complete) request.resume()
}
