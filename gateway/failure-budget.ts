import { LRUCache } from 'lru-cache'

const MOST_SENDERS = 10_000
/** Enough for a mistyped configuration on a whole rack; far too little to keep a processor busy with signatures. */
const BUDGET = 100
const REFILL_PER_SECOND = 10

/**
 * What failed signatures cost the address that sends them. Past its budget an address is refused without a look at its
 * token, unless that token is known to be good already: garbage cannot starve good callers.
 */
export class FailureBudget {
  readonly #senders = new LRUCache<string, { left: number; at: number }>({ max: MOST_SENDERS })
  readonly #monotonic: () => number

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Pays for one verification in advance; false when nothing is left. */
  spend(sender: string): boolean {
    const now = this.#monotonic()
    const account = this.#senders.get(sender) ?? { left: BUDGET, at: now }
    account.left = Math.min(BUDGET, account.left + ((now - account.at) / 1_000) * REFILL_PER_SECOND)
    account.at = now
    this.#senders.set(sender, account)
    if (account.left < 1) return false
    account.left -= 1
    return true
  }

  /** The signature was good. */
  giveBack(sender: string): void {
    const account = this.#senders.get(sender)
    if (account) account.left = Math.min(BUDGET, account.left + 1)
  }
}
