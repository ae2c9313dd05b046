import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Call } from '@/gateway/call'
import { answerPreflight, corsHeaders, isPreflight, speaksCors } from '@/gateway/cors'
import type { Decider, Decision } from '@/gateway/decide'
import type { Log } from '@/gateway/log'
import type { Surface as CalledSurface, RequestCounts } from '@/gateway/metrics/request-counts'
import { type ProxyOptions, proxy } from '@/gateway/proxy'
import { answerProblem, type ProblemCode, rawProblem, refuse } from '@/gateway/refusal'
import { readRequestHead } from '@/gateway/request-head'
import { createRequestIds } from '@/gateway/request-ids'
import { onlyParameter, readTarget } from '@/gateway/request-target'
import { scopesNeeded } from '@/gateway/scopes-needed'
import { passOver, responseOn } from '@/gateway/upgrade-offer'
import type { UsageRecorder } from '@/gateway/usage/recorder'
import { handshakeProblem, offersWebSocket } from '@/gateway/websocket-handshake'
import type { TrustedProxies } from '@/lib/inbound/trusted-proxies'

const HEADER_BYTES = 16 * 1_024
const HEADERS_MILLISECONDS = 10_000
/** Longer than the pools of the proxies before us keep their connections, so that they close first. */
const KEEP_ALIVE_MILLISECONDS = 75_000
const CHECK_MILLISECONDS = 1_000

export interface ServerOptions {
  readonly decider: Decider
  readonly proxy: ProxyOptions
  readonly recorder: UsageRecorder
  readonly counts: RequestCounts
  readonly trustedProxies: TrustedProxies
  readonly readiness: () => { readonly ready: boolean; readonly [detail: string]: unknown }
  readonly log: Log
  readonly headersMilliseconds?: number
}

/** The gateway's surface (docs/architecture.md, "The gateway's surface"). */
export function createGatewayServer(options: ServerOptions): Server {
  const newRequestId = createRequestIds()
  const surface = new Surface(options, newRequestId)
  const server = createServer(
    {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: options.headersMilliseconds ?? HEADERS_MILLISECONDS,
      // No limit for the whole request: a long upload is a good request. One that stands still is ended by the proxy.
      requestTimeout: 0,
      keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
      connectionsCheckingInterval: CHECK_MILLISECONDS,
      // Asked for by ourselves, so that its refusal has a request id as every other.
      requireHostHeader: false,
      insecureHTTPParser: false,
      noDelay: true,
    },
    (request, response) => surface.handle(request, response, 'plain'),
  )
  // Whoever asks before sending a body is answered after the key was judged: a refused upload is never sent.
  server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
    surface.handle(request, response, 'awaits_continue'),
  )
  server.on('upgrade', (request: IncomingMessage, socket: Socket, early: Buffer) => {
    // Sent right behind a request that is not answered yet: nobody who waits for the switch does that.
    if (answering(socket)) socket.destroy()
    else if (takesUp(request)) surface.handle(request, responseOn(request, socket, early), 'wants_websocket')
    else passOver(server, request, socket, early)
  })
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    response.shouldKeepAlive = false
    answerProblem(request, response, 'unknown_expectation', newRequestId())
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) =>
    refuseSocket(error, socket, newRequestId()),
  )
  return server
}

/** What a caller waits for: an answer; leave to send its body; or an answer on a socket that node has handed over. */
type Arrival = 'plain' | 'awaits_continue' | 'wants_websocket'

/** WebSockets lead to apps. Every other offer to switch protocols is passed over. */
function takesUp({ url, httpVersionMinor, rawHeaders }: IncomingMessage): boolean {
  return (
    httpVersionMinor > 0 && readTarget(url ?? '').kind === 'app' && offersWebSocket(readRequestHead(rawHeaders).upgrade)
  )
}

class Surface {
  readonly #options: ServerOptions
  readonly #newRequestId: () => string

  constructor(options: ServerOptions, newRequestId: () => string) {
    this.#options = options
    this.#newRequestId = newRequestId
  }

  handle(request: IncomingMessage, response: ServerResponse, arrival: Arrival): void {
    const requestId = this.#newRequestId()
    // A body that is refused is never sent then, and the next request would be taken for it.
    if (arrival === 'awaits_continue') response.shouldKeepAlive = false
    const target = readTarget(request.url ?? '')
    switch (target.kind) {
      case 'verify':
        return this.#verify(request, response, target.query, requestId)
      case 'app':
        return this.#proxy(request, response, target, requestId, arrival)
      case 'health':
        return answerJson(request, response, 200, { alive: true }, requestId)
      case 'ready': {
        const readiness = this.#options.readiness()
        return answerJson(request, response, readiness.ready ? 200 : 503, readiness, requestId)
      }
      default:
        return answerProblem(request, response, target.kind, requestId)
    }
  }

  /** Forward-auth. The proxy's configuration names app and scope in the query; nothing else that a caller can send is looked at. */
  #verify(request: IncomingMessage, response: ServerResponse, query: string, requestId: string): void {
    const wanted = readVerifyQuery(query)
    if (!wanted) return answerProblem(request, response, 'bad_query', requestId)
    const arrivedAt = this.#options.recorder.now()
    const startedAt = this.#options.proxy.monotonic()
    const { token, agent, forwardedFor } = readRequestHead(request.rawHeaders)
    const call: Call = {
      slug: wanted.app,
      token,
      method: undefined,
      path: '',
      scope: wanted.scope,
      address: this.#options.trustedProxies.callerAddress(request.socket.remoteAddress, forwardedFor),
    }
    const go = (made: Decision) => {
      if (!this.#count('verify', made, request, response, call, agent, arrivedAt)) return
      if (made.verdict !== 'accepted' || !made.key) return this.#refuse(request, response, made, call, requestId)
      this.#options.counts.answered('verify', wanted.app, this.#options.proxy.monotonic() - startedAt)
      response.writeHead(204, [...made.key.identity, 'X-Aura-Request-Id', requestId])
      response.end()
      if (!request.complete) request.resume()
    }
    const decision = this.#options.decider.decide(call)
    if (decision instanceof Promise) void this.#later(decision, request, response, requestId, go)
    else go(decision)
  }

  #proxy(
    request: IncomingMessage,
    response: ServerResponse,
    target: { slug: string; path: string; query: string },
    requestId: string,
    arrival: Arrival,
  ): void {
    const arrivedAt = this.#options.recorder.now()
    const startedAt = this.#options.proxy.monotonic()
    const head = readRequestHead(request.rawHeaders)
    if (head.hosts !== 1 && (head.hosts > 1 || request.httpVersionMinor > 0))
      return answerProblem(request, response, 'bad_request', requestId)
    const { decider, trustedProxies } = this.#options
    if (isPreflight(request.method, head)) {
      const app = decider.appAt(target.slug)
      if (app && speaksCors(app)) return answerPreflight(request, response, app, head, requestId)
    }
    // Asked for now: node takes it away from a socket that has closed.
    const { remoteAddress } = request.socket
    const call: Call = {
      slug: target.slug,
      token: head.token,
      method: request.method ?? '',
      path: target.path,
      scope: undefined,
      address: trustedProxies.callerAddress(remoteAddress, head.forwardedFor),
    }
    const go = (made: Decision) => {
      if (!this.#count('apps', made, request, response, call, head.agent, arrivedAt)) return
      const { verdict, key, app } = made
      // A refusal for want of fresh knowledge names no app, and the page that asks should read it all the same.
      const addressed = app ?? decider.appAt(target.slug)
      const cors = addressed === undefined ? [] : corsHeaders(addressed, head.origin)
      if (verdict !== 'accepted' || !key || !app) return this.#refuse(request, response, made, call, requestId, cors)
      if (head.unknownCoding !== undefined) {
        response.shouldKeepAlive = false
        return answerProblem(request, response, 'unknown_coding', requestId, cors)
      }
      const wantsWebSocket = offersWebSocket(head.upgrade)
      if (wantsWebSocket) {
        const problem =
          arrival === 'wants_websocket' ? handshakeProblem(request, head.hasBody) : ('bad_handshake' as const)
        if (problem) return answerProblem(request, response, problem, requestId, cors)
      }
      if (arrival === 'awaits_continue') {
        response.shouldKeepAlive = true
        response.writeContinue()
      }
      proxy(
        {
          request,
          response,
          app,
          key,
          call,
          cors,
          forwarding: trustedProxies.forwarding(remoteAddress, head.forwardedFor),
          hasBody: head.hasBody,
          wantsWebSocket,
          query: target.query,
          requestId,
          startedAt,
        },
        this.#options.proxy,
      )
    }
    const decision = decider.decide(call)
    if (decision instanceof Promise) void this.#later(decision, request, response, requestId, go)
    else go(decision)
  }

  /** The verdict stands before anything is counted. False when the caller has left meanwhile: there is nobody to answer. */
  #count(
    surface: CalledSurface,
    made: Decision,
    request: IncomingMessage,
    response: ServerResponse,
    { address }: Call,
    agent: string,
    arrivedAt: number,
  ): boolean {
    const { recorder, counts, log } = this.#options
    counts.judged(surface, made.verdict)
    try {
      recorder.record(made, request, response, address, agent, arrivedAt)
    } catch (error) {
      // Nothing that arrives leads here; and counting must not stand between a caller and its answer.
      log.error({ error: (error as Error).stack }, 'A request could not be counted')
    }
    return !response.destroyed
  }

  #refuse(
    request: IncomingMessage,
    response: ServerResponse,
    { verdict, app, retryAfterSeconds }: Decision,
    call: Call,
    requestId: string,
    headers: readonly string[] = [],
  ): void {
    this.#options.log.debug({ requestId, app: call.slug, verdict }, 'refused')
    // Accepted without a key or an app is what no decision says; should one, it opens nothing.
    refuse(request, response, verdict === 'accepted' ? 'status_stale' : verdict, requestId, {
      ...(app === undefined ? {} : { realm: call.slug, scopes: scopesNeeded(app, call) }),
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
      headers,
    })
  }

  async #later(
    decision: Promise<Decision>,
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    go: (decision: Decision) => void,
  ): Promise<void> {
    try {
      go(await decision)
    } catch (error) {
      // Nothing that a caller sends leads here. Refused, and never let through, by not knowing.
      this.#options.log.error({ requestId, error: (error as Error).stack }, 'A request could not be judged')
      if (!response.headersSent) refuse(request, response, 'status_stale', requestId)
    }
  }
}

/** Nearly every proxy's configuration is this plain; what is not is read with all rules of a query. */
const PLAIN_QUERY = /^\?app=([a-z0-9-]+)(?:&scope=([A-Za-z0-9:._-]+))?$/

function readVerifyQuery(query: string): { app: string; scope: string | undefined } | undefined {
  const plain = PLAIN_QUERY.exec(query)
  if (plain) return { app: plain[1] as string, scope: plain[2] }
  const app = onlyParameter(query, 'app')
  const scope = onlyParameter(query, 'scope')
  if (typeof app === 'string' || scope === 'repeated') return undefined
  // An empty scope is a slip of the configuration; to take it for "none" would open what was meant to be closed.
  if (typeof scope !== 'string' && scope.value === '') return undefined
  return { app: app.value, scope: typeof scope === 'string' ? undefined : scope.value }
}

function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  value: object,
  requestId: string,
): void {
  const body = JSON.stringify(value)
  response.writeHead(status, [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Cache-Control',
    'no-store',
    'X-Aura-Request-Id',
    requestId,
  ])
  response.end(body)
  if (!request.complete) request.resume()
}

/** The response that is being sent on a socket, if there is one. */
function answering(socket: Socket): ServerResponse | null | undefined {
  return (socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage
}

const SOCKET_PROBLEMS: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'Request Header Fields Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'Request Timeout'],
}

/** Node could not read a request: too large, too slow, or not HTTP as it must be (two lengths, a length and a coding, ...). */
function refuseSocket(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  // A response that has begun on this socket must not be continued with another one.
  if (error.code === 'ECONNRESET' || !socket.writable || answering(socket)?.headersSent) {
    socket.destroy(error)
    return
  }
  const [code, reason] = SOCKET_PROBLEMS[error.code ?? ''] ?? ['bad_request', 'Bad Request']
  socket.end(rawProblem(code, reason, requestId), () => socket.destroy())
}
