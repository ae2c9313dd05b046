import type { KeyClaims } from '@/lib/core/claims'
import type { AppId } from '@/lib/core/identifiers'
import { STATUS_VALUES, type StatusValue } from '@/lib/core/status-value'
import type { Verdict } from '@/lib/core/verdicts'

/** What a verifier knows when it judges: all of it in memory. */
export interface JudgeFacts {
  /** False when what is known of the statuses is older than the lease allows. */
  readonly fresh: boolean
  /** The app that was addressed; undefined when there is none at that address. */
  readonly app: { readonly id: AppId; readonly providerEnabled: boolean; readonly deleted: boolean } | undefined
  /** The signing key that vouched for the claims was revoked since. */
  readonly signingKeyRevoked: boolean
  /** Of the position that the claims refer to; undefined when it was never given out, or is none of this issuer's. */
  readonly status: StatusValue | undefined
  /** When another key takes its place, in seconds since 1970; undefined while none does. */
  readonly endsAtSeconds: number | undefined
  /** The key has to have all of them. */
  readonly requiredScopes: readonly string[]
  /** False when the key may not be used from where the request comes. */
  readonly addressAllowed: boolean
  /** Seconds since 1970, by the portal's clock. */
  readonly nowSeconds: number
}

/**
 * The one judgement of a key whose signature has been verified, shared by every surface, so that all give one verdict.
 * The order is that of `statusOf`: revoked outranks orphaned, which outranks disabled, which outranks expired.
 */
export function judge(claims: KeyClaims, facts: JudgeFacts): Verdict {
  if (!facts.fresh) return 'status_stale'
  if (!facts.app) return 'unknown_app'
  if (claims.aud !== facts.app.id) return facts.app.deleted ? 'unknown_app' : 'wrong_app'
  if (facts.signingKeyRevoked) return 'revoked'
  const { status } = facts
  // Signed by us, yet never given out: a stolen signing key made it, or a restored backup has forgotten it.
  if (status === undefined) return 'bad_signature'
  if (status === STATUS_VALUES.revoked) return 'revoked'
  // Known beforehand, so that it holds to the second, and while nobody hears from the portal.
  if (facts.endsAtSeconds !== undefined && facts.endsAtSeconds <= facts.nowSeconds) return 'revoked'
  if (status === STATUS_VALUES.orphaned || facts.app.deleted) return 'orphaned'
  if (status === STATUS_VALUES.disabled) return 'disabled'
  if (claims.exp !== undefined && claims.exp <= facts.nowSeconds) return 'expired'
  if (!facts.app.providerEnabled) return 'provider_off'
  if (!facts.addressAllowed) return 'wrong_address'
  if (facts.requiredScopes.length > 0) {
    const scopes = claims.scope.split(' ')
    if (!facts.requiredScopes.every((scope) => scopes.includes(scope))) return 'insufficient_scope'
  }
  return 'accepted'
}
