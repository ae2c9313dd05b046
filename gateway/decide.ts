import { isAddressAllowed } from '@/gateway/allowed-addresses'
import type { Call } from '@/gateway/call'
import type { FailureBudget } from '@/gateway/failure-budget'
import type { FeedWaiters } from '@/gateway/feed-waiters'
import { identityHeaders } from '@/gateway/identity-headers'
import type { RateLimits } from '@/gateway/rate-limits'
import { scopesNeeded } from '@/gateway/scopes-needed'
import { senderAddress } from '@/gateway/sender-address'
import { VerifiedTokens } from '@/gateway/verified-tokens'
import type { VerifyingKeys } from '@/gateway/verifying-keys'
import type { DataPlaneApp } from '@/lib/core/changes'
import { type KeyClaims, positionOf } from '@/lib/core/claims'
import { judge } from '@/lib/core/judge'
import { readTokenForm } from '@/lib/core/token-form'
import type { Verdict } from '@/lib/core/verdicts'
import { verifyKey } from '@/lib/crypto/verify-key'
import type { Knowledge } from '@/lib/status/knowledge'

/** Verifications that may be under way at once; each waits for a thread. */
const MOST_VERIFYING = 10_000

const NONE: readonly string[] = []

/** What is found wrong with a token itself. */
const UNPROVEN: ReadonlySet<Verdict> = new Set(['malformed', 'bad_signature', 'unknown_issuer'])

/** A key whose signature has been verified. That never changes, so it may be kept; whether it is accepted is asked anew each time. */
export interface VerifiedKey {
  readonly claims: KeyClaims
  readonly kid: string
  /** Its place in the status lists; undefined when it names none of this issuer's. */
  readonly position: number | undefined
  readonly identity: readonly string[]
}

export interface Decision {
  readonly verdict: Verdict
  /** There when the signature was good, whatever the verdict. */
  readonly key: VerifiedKey | undefined
  readonly app: DataPlaneApp | undefined
  /** When a key has used up its rate: the whole seconds until it may be used again. */
  readonly retryAfterSeconds?: number
}

/** What the gateway knows at this moment. */
export interface Known {
  readonly knowledge: Knowledge | undefined
  isFresh(): boolean
  nowSeconds(): number
}

export interface DeciderOptions {
  readonly known: Known
  readonly verifyingKeys: VerifyingKeys
  readonly waiters: FeedWaiters
  readonly failures: FailureBudget
  readonly rates: RateLimits
  /** How many verified tokens are kept. */
  readonly cacheSize: number
}

/**
 * Turns a call into a verdict. Signature work is done once per token; every answer, from the cache
 * too, is judged by what is known now, so that a cached acceptance cannot outlive anything.
 */
export class Decider {
  readonly #known: Known
  readonly #verifyingKeys: VerifyingKeys
  readonly #waiters: FeedWaiters
  readonly #failures: FailureBudget
  readonly #rates: RateLimits
  readonly #verified: VerifiedTokens<VerifiedKey>
  readonly #verifying = new Map<string, ReturnType<typeof verifyKey>>()

  constructor(options: DeciderOptions) {
    this.#known = options.known
    this.#verifyingKeys = options.verifyingKeys
    this.#waiters = options.waiters
    this.#failures = options.failures
    this.#rates = options.rates
    this.#verified = new VerifiedTokens(options.cacheSize)
  }

  /** The app at an address, as far as is known, fresh or not. */
  appAt(slug: string): DataPlaneApp | undefined {
    return this.#known.knowledge?.appBySlug(slug)
  }

  /** What is kept of verified keys, in numbers. */
  get verifiedTokens(): { readonly size: number; readonly hits: number; readonly misses: number } {
    return this.#verified
  }

  /** Answers at once when it can: a turn of the event loop costs more than a judgement. */
  decide(call: Call): Decision | Promise<Decision> {
    const { knowledge } = this.#known
    if (!knowledge || !this.#known.isFresh()) return { verdict: 'status_stale', key: undefined, app: undefined }
    const app = knowledge.appBySlug(call.slug)
    const { token } = call
    // A deleted app is named to those who have a key of it; for all others there is none.
    if (token === undefined)
      return { verdict: app === undefined || app.deleted ? 'unknown_app' : 'missing', key: undefined, app }
    const key = this.#verified.get(token)
    return key && this.#isHeardOf(key, app) ? this.#answer(key, app, call) : this.#decideLater(token, key, call)
  }

  /** The verdict on a verified key by what is known now. Used again and again while a response is open. */
  judge(key: VerifiedKey, addressed: DataPlaneApp | undefined, call: Call): Verdict {
    const { knowledge } = this.#known
    if (!knowledge) return 'status_stale'
    const signingKey = knowledge.signingKey(key.kid)
    if (!signingKey) return 'bad_signature'
    // Cached claims outlive a new organization no less than a new epoch.
    if (key.claims.iss !== knowledge.organization.issuer) return 'unknown_issuer'
    const limits = key.position === undefined ? undefined : knowledge.limitsAt(key.position)
    return judge(key.claims, {
      fresh: this.#known.isFresh(),
      app: addressed,
      signingKeyRevoked: signingKey.revoked,
      status: key.position === undefined ? undefined : knowledge.statusAt(key.position),
      endsAtSeconds: key.position === undefined ? undefined : knowledge.endingAt(key.position),
      requiredScopes: addressed === undefined ? NONE : scopesNeeded(addressed, call),
      addressAllowed: isAddressAllowed(limits, call.address),
      nowSeconds: this.#known.nowSeconds(),
    })
  }

  /** Only a request that would be accepted costs a token of its key's rate, so no refusal uses it up. */
  #answer(key: VerifiedKey, app: DataPlaneApp | undefined, call: Call): Decision {
    const verdict = this.judge(key, app, call)
    // Where there is no app, a request says nothing about the key.
    if (!app) return { verdict, key: undefined, app }
    if (verdict !== 'accepted' || key.position === undefined) return { verdict, key, app }
    const rate = this.#known.knowledge?.limitsAt(key.position)?.rate
    const retryAfterSeconds = rate ? this.#rates.take(key.position, rate) : 0
    return retryAfterSeconds === 0 ? { verdict, key, app } : { verdict: 'rate_limited', key, app, retryAfterSeconds }
  }

  async #decideLater(token: string, cached: VerifiedKey | undefined, call: Call): Promise<Decision> {
    const appNow = () => this.appAt(call.slug)
    const result = cached ?? (await this.#verify(token, call.address))
    if (typeof result === 'string') {
      const app = appNow()
      // Where there is no app, nothing is wrong with a bad key either.
      const verdict = app === undefined && UNPROVEN.has(result) ? 'unknown_app' : result
      return { verdict, key: undefined, app }
    }
    await this.#waiters.until(() => this.#isHeardOf(result, appNow()))
    // Asked again: what was known when the request came may be old by now.
    return this.#answer(result, appNow(), call)
  }

  /**
   * A key may be faster than the change that gives its position out, and the first call of an app faster than the app's.
   * An app that is known, at whatever address, is not one to wait for.
   */
  #isHeardOf(key: VerifiedKey, app: DataPlaneApp | undefined): boolean {
    const { knowledge } = this.#known
    if (knowledge === undefined) return true
    const isIssued = key.position === undefined || key.position < knowledge.issuedBelow
    return isIssued && (app !== undefined || knowledge.app(key.claims.aud) !== undefined)
  }

  async #verify(token: string, address: string): Promise<VerifiedKey | Verdict> {
    if (!readTokenForm(token)) return 'malformed'
    const ready = this.#verifyingKeys.ready()
    if (ready) await ready
    const { knowledge } = this.#known
    if (!knowledge) return 'status_stale'
    const sender = senderAddress(address)
    if (!this.#failures.allows(sender)) {
      await this.#failures.holdBack()
      return 'rate_limited'
    }
    if (this.#verifying.size >= MOST_VERIFYING) return 'rate_limited'
    // Many requests with one new token are one piece of work.
    let verifying = this.#verifying.get(token)
    if (!verifying) {
      verifying = verifyKey(token, knowledge.organization.issuer, this.#verifyingKeys.keyFor).finally(() =>
        this.#verifying.delete(token),
      )
      this.#verifying.set(token, verifying)
    }
    const result = await verifying
    if (!result.ok) {
      this.#failures.charge(sender)
      return result.verdict
    }
    const kept = this.#verified.get(token)
    if (kept) return kept
    const key: VerifiedKey = {
      claims: result.claims,
      kid: result.kid,
      position: positionOf(result.claims),
      identity: identityHeaders(result.claims),
    }
    this.#verified.set(token, key)
    return key
  }
}
