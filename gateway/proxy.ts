import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Call } from '@/gateway/call'
import type { Decider, VerifiedKey } from '@/gateway/decide'
import type { Log } from '@/gateway/log'
import type { RequestCounts } from '@/gateway/metrics/request-counts'
import type { OpenRequest, OpenRequests } from '@/gateway/open-requests'
import { requestHeaders, responseHeaders, responseTrailers, textOf } from '@/gateway/proxy-headers'
import { answerProblem, discardBody, type ProblemCode, refuse } from '@/gateway/refusal'
import { scopesNeeded } from '@/gateway/scopes-needed'
import { Tunnel } from '@/gateway/tunnel'
import { upstreamOf, upstreamPath } from '@/gateway/upstream'
import { isAnswered, switchingHeaders } from '@/gateway/websocket-handshake'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { AppId } from '@/lib/core/identifiers'
import type { Refusal, Verdict } from '@/lib/core/verdicts'
import type { Forwarding } from '@/lib/inbound/trusted-proxies'

/** An upload may take days, but not stand still: a body of which nothing came for so long is given up. */
const UPLOAD_IDLE_MILLISECONDS = 60_000

/** A WebSocket that is not answered within this time is not going to be. */
const HANDSHAKE_MILLISECONDS = 30_000

/** Methods that may be sent twice without harm (RFC 9110 §9.2.2), when they carry no body. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface ProxyOptions {
  readonly dispatcher: Dispatcher
  readonly decider: Decider
  readonly open: OpenRequests
  readonly appById: (id: AppId) => DataPlaneApp | undefined
  readonly monotonic: () => number
  readonly counts: RequestCounts
  readonly log: Log
  /** Tests wait less. */
  readonly uploadIdleMilliseconds?: number
  readonly handshakeMilliseconds?: number
}

export interface Accepted {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly app: DataPlaneApp
  readonly key: VerifiedKey
  readonly call: Call
  readonly forwarding: Forwarding
  /** What every answer says of CORS; see `corsHeaders`. */
  readonly cors: readonly string[]
  readonly hasBody: boolean
  /** The caller wants a WebSocket; its socket is ours, and `response` stands on it. */
  readonly wantsWebSocket: boolean
  readonly query: string
  readonly requestId: string
  /** On the monotonic clock: when the request came. */
  readonly startedAt: number
}

/** Sends an accepted request to its app and the app's answer back, both as they come. */
export function proxy(accepted: Accepted, options: ProxyOptions): void {
  new Exchange(accepted, options).start()
}

class Exchange implements OpenRequest, Dispatcher.DispatchHandler {
  readonly key: VerifiedKey
  readonly #accepted: Accepted
  readonly #options: ProxyOptions
  #upstream: { abort(reason: Error): void; resume(): void } | undefined
  /** Why it was ended on our side, if it was. */
  #ended: Error | undefined
  #finished = false
  #attempts = 0
  readonly #socket: Socket
  #bytesRead: number
  #bytesReadAt: number

  constructor(accepted: Accepted, options: ProxyOptions) {
    this.key = accepted.key
    this.#accepted = accepted
    this.#options = options
    this.#socket = accepted.request.socket
    this.#bytesRead = this.#socket.bytesRead
    this.#bytesReadAt = options.monotonic()
  }

  start(): void {
    const { request, response } = this.#accepted
    this.#options.open.add(this)
    response.on('close', () => {
      this.#finish()
      if (!response.writableFinished) this.#abort(new Error('the caller has left'))
      // The app has answered without reading everything.
      else if (!request.complete && !this.#ended) discardBody(request, this.#socket)
    })
    response.on('drain', () => this.#upstream?.resume())
    this.#dispatch()
  }

  #dispatch(): void {
    const { request, app, call, hasBody, wantsWebSocket, query } = this.#accepted
    const upstream = upstreamOf(app.upstream)
    this.#attempts += 1
    try {
      this.#options.dispatcher.dispatch(
        {
          origin: upstream.origin,
          path: upstreamPath(upstream, call.path, query),
          method: request.method as Dispatcher.HttpMethod,
          headers: requestHeaders(this.#accepted, upstream.host),
          body: hasBody ? request : null,
          ...(wantsWebSocket
            ? {
                upgrade: 'websocket',
                headersTimeout: this.#options.handshakeMilliseconds ?? HANDSHAKE_MILLISECONDS,
              }
            : {}),
        },
        this,
      )
    } catch (error) {
      // undici refuses some of what node's parser lets through, such as odd methods.
      this.#fail(error as Error)
    }
  }

  // ---- what the registry of open requests asks ----

  judge(): Verdict {
    const { app, call } = this.#accepted
    return this.#options.decider.judge(this.key, this.#options.appById(app.id), call)
  }

  close(verdict: Refusal): void {
    const { request, response, app, call, cors, requestId } = this.#accepted
    const ended = new Error(`ended: ${verdict}`)
    if (response.headersSent) {
      // Cut off, so that nobody takes half an answer for the whole.
      response.destroy(ended)
    } else {
      this.#finish()
      const known = this.#options.appById(app.id) ?? app
      refuse(request, response, verdict, requestId, {
        realm: app.slug,
        scopes: scopesNeeded(known, call),
        headers: cors,
      })
    }
    this.#abort(ended)
  }

  cut(): void {
    const stopping = new Error('the gateway stops')
    this.#accepted.response.destroy(stopping)
    this.#abort(stopping)
  }

  tick(): void {
    const { request } = this.#accepted
    if (request.complete) return
    const now = this.#options.monotonic()
    const { bytesRead } = this.#socket
    // What the app does not take yet is not the caller's slowness.
    if (bytesRead !== this.#bytesRead || request.readableLength > 0) {
      this.#bytesRead = bytesRead
      this.#bytesReadAt = now
    } else if (now - this.#bytesReadAt > (this.#options.uploadIdleMilliseconds ?? UPLOAD_IDLE_MILLISECONDS)) {
      this.#answerOrCut('request_timeout')
      this.#abort(new Error('the upload stood still'))
    }
  }

  // ---- what undici tells of the upstream ----

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#upstream = controller
    // Whoever left while the connection was being made has not been noticed by undici.
    if (this.#ended) controller.abort(this.#ended)
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number): void {
    // Interim answers (103) are for whoever asked us to wait; we have not.
    if (status < 200 || this.#ended) return
    const { request, response, cors, requestId } = this.#accepted
    const raw = (controller.rawHeaders ?? []) as (Buffer | string)[]
    const hasLength = raw.some(
      (name, at) => at % 2 === 0 && name.length === 14 && name.toString().toLowerCase() === 'content-length',
    )
    const mayHaveTrailers =
      !hasLength && request.httpVersionMinor > 0 && request.method !== 'HEAD' && status !== 204 && status !== 304
    this.#countAnswer()
    response.writeHead(status, responseHeaders(raw, mayHaveTrailers, requestId, cors))
    // An event stream may have nothing to say for a while; that it was opened is news already.
    if (!hasLength) setImmediate(() => this.#finished || response.flushHeaders())
  }

  /** The app has switched protocols: from here on bytes are passed on as they are. */
  onRequestUpgrade(
    controller: Dispatcher.DispatchController,
    _status: number,
    _headers: unknown,
    upstream: Duplex,
  ): void {
    const { response, request, cors, requestId } = this.#accepted
    const raw = ((controller.rawHeaders ?? []) as (Buffer | string)[]).map(textOf)
    if (this.#ended || !isAnswered(request, raw)) {
      upstream.on('error', () => undefined).destroy()
      if (!this.#ended) this.#appFailed('upstream_handshake')
      return
    }
    this.#countAnswer()
    response.writeHead(101, switchingHeaders(raw, requestId, cors))
    response.end()
    this.#upstream = new Tunnel(this.#socket, upstream as Socket)
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#ended) return
    if (!this.#accepted.response.write(chunk)) controller.pause()
  }

  onResponseEnd(
    _controller: Dispatcher.DispatchController,
    trailers: Record<string, string | string[] | undefined>,
  ): void {
    const { response } = this.#accepted
    if (this.#ended) return
    const passed = responseTrailers(trailers)
    if (passed.length > 0) response.addTrailers(passed)
    response.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error)
  }

  // ---- endings ----

  #fail(error: Error): void {
    if (this.#ended || this.#finished) return
    const { request, response, app, hasBody, requestId } = this.#accepted
    const code = codeOf(error)
    // The app closed an idle connection at the moment we took it up; a fresh one will do.
    if (
      this.#attempts === 1 &&
      !response.headersSent &&
      !hasBody &&
      REPEATABLE.has(request.method ?? '') &&
      CUT_CONNECTION.has(code)
    ) {
      this.#upstream = undefined
      this.#dispatch()
      return
    }
    this.#options.log.warn({ requestId, app: app.slug, code, error: error.message }, 'The app behind a request failed')
    this.#appFailed(problemOf(code))
  }

  #countAnswer(): void {
    const { app, startedAt } = this.#accepted
    const { counts, monotonic } = this.#options
    counts.answered('apps', app.slug, monotonic() - startedAt)
  }

  #appFailed(problem: ProblemCode): void {
    this.#options.counts.failed(this.#accepted.app.slug, problem)
    this.#answerOrCut(problem)
  }

  #answerOrCut(problem: ProblemCode): void {
    const { request, response, cors, requestId } = this.#accepted
    if (response.headersSent) response.destroy(new Error(problem))
    else answerProblem(request, response, problem, requestId, cors)
  }

  #abort(reason: Error): void {
    this.#ended ??= reason
    this.#upstream?.abort(this.#ended)
  }

  #finish(): void {
    if (this.#finished) return
    this.#finished = true
    this.#options.open.remove(this)
  }
}

const CUT_CONNECTION: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'])
const TOO_SLOW: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
])

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function problemOf(code: string): ProblemCode {
  if (code === 'outbound_address_refused') return 'upstream_refused'
  return TOO_SLOW.has(code) ? 'upstream_timeout' : 'upstream_unreachable'
}
