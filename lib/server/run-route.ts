import type { z } from 'zod'
import type { GatewayActor } from '@/lib/core/actor'
import { FAILURES, type Failure, sentenceOf } from '@/lib/core/failures'
import { fail, ok, type Result } from '@/lib/core/result'
import type { Operation } from '@/lib/operations/operation'
import { performForGateway } from '@/lib/operations/perform'
import { originOf } from '@/lib/server/origin'
import { platform } from '@/lib/server/platform'
import { FEED_VERSION } from '@/lib/status/feed-format'

/** A refusal as problem+json (RFC 9457). */
export function problem(failure: Failure): Response {
  const { status, title } = FAILURES[failure.code]
  const body = {
    type: `urn:aura:problem:${failure.code}`,
    title,
    status,
    detail: sentenceOf(failure),
    ...(failure.fields ? { errors: failure.fields } : {}),
  }
  return Response.json(body, {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="aura-portal"' } : {}),
    },
  })
}

/** Largest body that a gateway sends, in bytes. */
const BODY_BYTES = 65_536

/** Runs an operation of the feed for the gateway whose token the request carries. `members` is what it sent: query or body. */
export async function runFeedOperation<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output, GatewayActor>,
  request: Request,
  members: Readonly<Record<string, unknown>>,
): Promise<Result<Output>> {
  const call = readFeedCall(request, members)
  if (!call.ok) return call
  return performForGateway(platform(), operation, call.value.token, originOf(request.headers), call.value.input)
}

/** The token that a call of the feed carries, and what it says in our version. Whose token it is, if anybody's, is not asked here. */
export function readFeedCall(
  request: Request,
  members: Readonly<Record<string, unknown>>,
): Result<{ readonly token: string; readonly input: Readonly<Record<string, unknown>> }> {
  const [, token] = /^Bearer ([A-Za-z0-9_-]{1,100})$/.exec(request.headers.get('authorization') ?? '') ?? []
  if (!token) return fail('gateway_token_refused')
  const { version, ...input } = members
  return version === FEED_VERSION ? ok({ token, input }) : fail('unsupported_version')
}

/** The members of a JSON body, bounded; a body that is not a JSON object has none. */
export async function readBody(request: Request, mostBytes = BODY_BYTES): Promise<Readonly<Record<string, unknown>>> {
  if (Number(request.headers.get('content-length') ?? Number.NaN) > mostBytes) return {}
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) return {}
    chunks.push(chunk)
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString())
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
  } catch {
    return {}
  }
}

/** The members of a query; numbers that are written as such are numbers. */
export function readQuery(request: Request): Readonly<Record<string, unknown>> {
  const members = [...new URL(request.url).searchParams].map(([name, value]) => [
    name,
    /^\d{1,15}$/.test(value) ? Number(value) : value,
  ])
  return Object.fromEntries(members)
}
