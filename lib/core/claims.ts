import type { Environment } from '@/lib/core/app'
import { ENVIRONMENTS } from '@/lib/core/app'
import {
  type ApiKeyId,
  type AppId,
  isId,
  type MembershipId,
  type OrganizationId,
  type ServerUserId,
} from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'

/** Media type of an API key, in `typ` (RFC 8725 §3.11). */
export const KEY_TYPE = 'aura-key+jwt'

/**
 * Every key of every installation begins with these 57 characters: base64url of
 * `{"typ":"aura-key+jwt","alg":"ES256","kid":` and as much of the next quote as is fixed. Scanners find keys by it.
 */
export const KEY_PREFIX = 'eyJ0eXAiOiJhdXJhLWtleStqd3QiLCJhbGciOiJFUzI1NiIsImtpZCI6I'

/** What a key says (DESIGN §4). Whole seconds; every id immutable. */
export interface KeyClaims {
  readonly iss: string
  readonly aud: AppId
  readonly sub: MembershipId | ServerUserId
  readonly jti: ApiKeyId
  readonly iat: number
  /** Absent only for "no expiration". */
  readonly exp?: number
  /** Space-separated (RFC 8693 §4.2). */
  readonly scope: string
  readonly org: OrganizationId
  readonly env: Environment
  readonly status: { readonly status_list: { readonly idx: number; readonly uri: string } }
}

/** Where a position is listed: which list, and where in it (IETF Token Status List §6.2). */
export function statusReference(issuer: string, position: number) {
  const list = Math.floor(position / LIMITS.statusListPositions)
  return { status_list: { idx: position % LIMITS.statusListPositions, uri: `${issuer}/status-lists/${list}` } }
}

/** The position that verified claims refer to, or undefined when the reference is not one of this issuer's. */
export function positionOf(claims: KeyClaims): number | undefined {
  const { idx, uri } = claims.status.status_list
  const prefix = `${claims.iss}/status-lists/`
  if (!uri.startsWith(prefix) || idx >= LIMITS.statusListPositions) return undefined
  const list = uri.slice(prefix.length)
  return /^(0|[1-9][0-9]{0,8})$/.test(list) ? Number(list) * LIMITS.statusListPositions + idx : undefined
}

const isSeconds = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads claims that a signature has vouched for, member by member: a stolen signing key could sign anything, and JSON
 * knows `1e400`. Members that we do not know are not looked at. Undefined when any is not of its exact shape.
 */
export function readClaims(value: unknown): KeyClaims | undefined {
  if (!isRecord(value)) return undefined
  const { iss, aud, sub, jti, iat, exp, scope, org, env, status } = value
  if (typeof iss !== 'string' || !isId('app', aud) || !isId('apiKey', jti) || !isId('organization', org))
    return undefined
  if (!isId('membership', sub) && !isId('serverUser', sub)) return undefined
  if (!isSeconds(iat) || ('exp' in value && !isSeconds(exp))) return undefined
  if (typeof scope !== 'string' || !/^[\x21-\x7e]+( [\x21-\x7e]+)*$/.test(scope)) return undefined
  const environment = ENVIRONMENTS.find((known) => known === env)
  if (!environment || !isRecord(status) || !isRecord(status.status_list)) return undefined
  const { idx, uri } = status.status_list
  if (!isSeconds(idx) || typeof uri !== 'string') return undefined
  return {
    iss,
    aud,
    sub,
    jti,
    iat,
    ...(isSeconds(exp) ? { exp } : {}),
    scope,
    org,
    env: environment,
    status: { status_list: { idx, uri } },
  }
}
