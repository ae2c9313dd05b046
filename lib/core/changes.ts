import type { Environment } from '@/lib/core/app'
import type { ScopeRule } from '@/lib/core/app-access'
import type { AppId, ServerUserId } from '@/lib/core/identifiers'
import { isLimited, type KeyLimits } from '@/lib/core/key-limits'
import type { StatusValue } from '@/lib/core/status-value'

/** An app as the data plane knows it. A deleted app stays as a tombstone, so that its dead keys are still named. */
export interface DataPlaneApp {
  readonly id: AppId
  readonly slug: string
  readonly environment: Environment
  readonly serverUserId: ServerUserId
  readonly upstream: string
  readonly providerEnabled: boolean
  readonly deleted: boolean
  readonly scopeRules: readonly ScopeRule[]
  /** Origins whose pages may call the app (RFC 6454 serializations); none for no CORS at all. */
  readonly corsOrigins: readonly string[]
  /** Sent to the app as `X-Aura-Gateway`; null when it has none. */
  readonly upstreamSecret: string | null
}

/**
 * An app as the change log keeps it, which is never rewritten: without its upstream secret. That is sealed in the app's own row, where it can
 * be sealed anew, and is read from there when the feed is written.
 */
export type LoggedApp = Omit<DataPlaneApp, 'upstreamSecret'>

/** What narrows one key down, by its position. */
export interface LimitedKey {
  readonly position: number
  readonly limits: KeyLimits
}

/** When one key stops because another took its place, by its position. Only ever earlier than was said before. */
export interface EndingKey {
  readonly position: number
  /** Seconds since 1970: from then on it is revoked, by the portal's clock, whether or not anybody hears from the portal. */
  readonly endsAt: number
}

export interface PublicKeyJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
}

export interface DataPlaneSigningKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string
  readonly jwk: PublicKeyJwk
  readonly revoked: boolean
}

/** A run of neighbouring positions: the first, and how many. A leaver's keys are few runs or many, but one row. */
export type PositionRun = readonly [first: number, count: number]

/** One row of an organization's change log. Values are absolute, so that a replay is harmless. */
export type Change =
  /** Every position below this has been given out. */
  | { readonly kind: 'issued'; readonly below: number }
  | {
      readonly kind: 'status'
      readonly set: readonly { readonly value: StatusValue; readonly runs: readonly PositionRun[] }[]
    }
  | { readonly kind: 'app'; readonly app: DataPlaneApp }
  /** The limits of these keys from now on; those of a key that are none are forgotten. */
  | { readonly kind: 'key_limits'; readonly set: readonly LimitedKey[] }
  | { readonly kind: 'key_endings'; readonly set: readonly EndingKey[] }
  | { readonly kind: 'signing_keys'; readonly keys: readonly DataPlaneSigningKey[] }

/** A change as the log keeps it. */
export type LoggedChange = Exclude<Change, { readonly kind: 'app' }> | { readonly kind: 'app'; readonly app: LoggedApp }

export interface NumberedChange {
  /** Position in the organization's change log: from 1, without gaps, in the order of commits. */
  readonly seq: number
  readonly change: Change
}

/** Positions as runs: sorted, each once. */
export function runsOf(positions: readonly number[]): PositionRun[] {
  const sorted = [...new Set(positions)].sort((a, b) => a - b)
  const runs: [number, number][] = []
  for (const position of sorted) {
    const last = runs.at(-1)
    if (last && last[0] + last[1] === position) last[1] += 1
    else runs.push([position, 1])
  }
  return runs
}

/** A change that can stop a key that works now. For these, every live gateway owes an acknowledgement, and a receipt is kept. */
export function restricts(change: Change | LoggedChange): boolean {
  switch (change.kind) {
    case 'issued':
      return false
    case 'status':
      return change.set.some(({ value }) => value !== 0)
    case 'app':
      // Of a change of rules the values do not say whether they were stricter before: a receipt too many does no harm.
      return change.app.deleted || !change.app.providerEnabled || change.app.scopeRules.length > 0
    case 'key_limits':
      return change.set.some(({ limits }) => isLimited(limits))
    case 'key_endings':
      return true
    case 'signing_keys':
      return change.keys.some((key) => key.revoked)
  }
}
