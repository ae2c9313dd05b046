import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { WEBSOCKET_VERSION } from '@/gateway/websocket-handshake'
import { type Refusal, VERDICTS } from '@/lib/core/verdicts'

/** How long the rest of a refused request's body is read, so that its sender gets to read the refusal. */
const DISCARD_MILLISECONDS = 2_000

const RETRY_AFTER_SECONDS: Partial<Record<Refusal, number>> = { rate_limited: 10, status_stale: 5 }

/** Refusals that are not about keys: the request itself, or the app behind. */
export const PROBLEMS = {
  not_found: {
    status: 404,
    title: 'Not found',
    detail: 'The gateway has /apps/<app>/…, /verify?app=<app>, /healthz and /readyz.',
  },
  bad_target: {
    status: 400,
    title: 'Bad request target',
    detail:
      'The path has “.” or “..” segments, a backslash or a fragment, in plain or encoded form. Send it as it is meant.',
  },
  bad_query: {
    status: 400,
    title: 'Bad query',
    detail: 'Name the app, and the scope if one is needed, exactly once: /verify?app=<app>&scope=<scope>.',
  },
  bad_request: { status: 400, title: 'Bad request', detail: 'This is not a well-formed HTTP request.' },
  origin_not_allowed: {
    status: 403,
    title: 'Origin not allowed',
    detail: 'Pages of this origin may not call this app. Whoever manages the app can list the origin there.',
  },
  unknown_expectation: {
    status: 417,
    title: 'Unknown expectation',
    detail: 'The only expectation that the gateway can meet is “100-continue”.',
  },
  request_timeout: { status: 408, title: 'Request timeout', detail: 'The request came too slowly.' },
  headers_too_large: {
    status: 431,
    title: 'Headers too large',
    detail: 'The request’s headers are larger than 16 KiB.',
  },
  unknown_coding: {
    status: 501,
    title: 'Unknown transfer coding',
    detail: 'The only transfer coding that the gateway knows is “chunked”.',
  },
  bad_handshake: {
    status: 400,
    title: 'Bad WebSocket handshake',
    detail:
      'A WebSocket begins with a GET without a body, with “Connection: Upgrade”, “Upgrade: websocket” and one “Sec-WebSocket-Key”. Does a proxy before the gateway take one of them away?',
  },
  websocket_version: {
    status: 426,
    title: 'Unknown WebSocket version',
    detail: 'The gateway passes on WebSockets of version 13.',
  },
  upstream_refused: {
    status: 502,
    title: 'Upstream not allowed',
    detail:
      'The app’s upstream has an address that this gateway may not connect to. Its operator can allow it with AURA_OUTBOUND_ALLOW.',
  },
  upstream_unreachable: { status: 502, title: 'App unreachable', detail: 'The app did not answer.' },
  upstream_handshake: {
    status: 502,
    title: 'App broke the handshake',
    detail: 'The app agreed to a WebSocket without having understood what it was asked.',
  },
  upstream_timeout: { status: 504, title: 'App too slow', detail: 'The app did not answer in time.' },
} as const satisfies Record<string, { status: number; title: string; detail: string }>
export type ProblemCode = keyof typeof PROBLEMS

/** What a refusal says beside its verdict. */
export interface RefusalDetails {
  /** The app that was addressed, where there is one. */
  readonly realm?: string
  /** The scopes that the call would need. */
  readonly scopes?: readonly string[]
  /** Where it is known better than by the verdict. */
  readonly retryAfterSeconds?: number
  /** Names and values in turn. */
  readonly headers?: readonly string[]
}

/** Answers with a verdict that is not “accepted”. */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  verdict: Refusal,
  requestId: string,
  {
    realm = '',
    scopes = [],
    retryAfterSeconds = RETRY_AFTER_SECONDS[verdict],
    headers: more = [],
  }: RefusalDetails = {},
): void {
  const { status, title, sentence } = VERDICTS[verdict]
  const body = JSON.stringify({
    type: `urn:aura:verdict:${verdict}`,
    title,
    status,
    detail: sentence,
    verdict,
    request_id: requestId,
  })
  const headers = [...problemHeaders(body, requestId), ...more]
  if (status === 401 || status === 403) headers.push('WWW-Authenticate', challengeOf(verdict, realm, scopes))
  if (retryAfterSeconds !== undefined) headers.push('Retry-After', String(retryAfterSeconds))
  send(request, response, status, headers, body)
}

/** `more` are headers, names and values in turn. */
export function answerProblem(
  request: IncomingMessage,
  response: ServerResponse,
  code: ProblemCode,
  requestId: string,
  more: readonly string[] = [],
): void {
  const { status } = PROBLEMS[code]
  const body = problemBody(code, requestId)
  const headers = [...problemHeaders(body, requestId), ...more]
  // RFC 6455 §4.4 and RFC 9110 §15.5.22: what would be understood instead.
  if (code === 'websocket_version')
    headers.push('Sec-WebSocket-Version', WEBSOCKET_VERSION, 'Upgrade', 'websocket', 'Connection', 'Upgrade, close')
  send(request, response, status, headers, body)
}

/** A whole response for a socket on which node could not read a request. */
export function rawProblem(code: ProblemCode, reason: string, requestId: string): string {
  const body = problemBody(code, requestId)
  const headers = problemHeaders(body, requestId)
  let text = `HTTP/1.1 ${PROBLEMS[code].status} ${reason}\r\nConnection: close\r\n`
  for (let at = 0; at < headers.length; at += 2) text += `${headers[at]}: ${headers[at + 1]}\r\n`
  return `${text}\r\n${body}`
}

function problemBody(code: ProblemCode, requestId: string): string {
  const { status, title, detail } = PROBLEMS[code]
  return JSON.stringify({ type: `urn:aura:gateway:${code}`, title, status, detail, request_id: requestId })
}

function problemHeaders(body: string, requestId: string): string[] {
  return [
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'X-Aura-Request-Id',
    requestId,
  ]
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: string[],
  body: string,
): void {
  // Taken before the end: node takes it away from a finished response, and undici from a body that it gave up.
  const { socket } = response
  response.writeHead(status, headers)
  response.end(body)
  if (!request.complete && socket) discardBody(request, socket)
}

/**
 * Node reads and drops what is left of a body, for as long as it comes. We let it for a moment: a connection that is
 * closed at once is reset, and with it the answer that the caller should read.
 */
export function discardBody(request: IncomingMessage, socket: Socket): void {
  const timer = setTimeout(() => {
    if (!request.complete) socket.destroy()
  }, DISCARD_MILLISECONDS)
  timer.unref()
  request.once('end', () => clearTimeout(timer))
}

/** RFC 6750 §3: no error where no key was sent; a quoted string has printable ASCII without quote and backslash. */
function challengeOf(verdict: Refusal, realm: string, scopes: readonly string[]): string {
  const kind = VERDICTS[verdict]
  let challenge = `Bearer realm="${realm}"`
  if ('error' in kind)
    challenge += `, error="${kind.error}", error_description="${kind.sentence.replace(/[^\x20\x21\x23-\x5b\x5d-\x7e]/g, '')}"`
  const scope = scopes.join(' ')
  if (verdict === 'insufficient_scope' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))
    challenge += `, scope="${scope}"`
  return challenge
}
