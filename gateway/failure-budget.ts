import { setTimeout as sleep } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'

const MOST_SENDERS = 10_000
/** Enough for a mistyped configuration on a whole rack; far too little to keep a processor busy with signatures. */
const BUDGET = 100
const REFILL_PER_SECOND = 10
/** How long an answer to an address past its budget is held back, and how many at once. */
const HOLD_MILLISECONDS = 250
const MOST_HELD = 1_000

/**
 * What failed signatures cost the address that sends them. Past its budget an address is refused without a look at its
 * token, unless that token is known to be good already: garbage cannot starve good callers.
 */
export class FailureBudget {
  readonly #senders = new LRUCache<string, { left: number; at: number }>({ max: MOST_SENDERS })
  readonly #monotonic: () => number
  #held = 0

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic
  }

  /** Whether the address may have another token looked at. */
  allows(sender: string): boolean {
    return this.#account(sender).left >= 1
  }

  /**
   * A signature was bad. Paid for afterwards: in advance, a burst of good new keys from one address (a proxy in front of
   * us, just after a start) would be taken for failures while it is being looked at. Whatever was under way when the
   * budget ran out becomes a debt, as large as the budget at most.
   */
  charge(sender: string): void {
    const account = this.#account(sender)
    account.left = Math.max(-BUDGET, account.left - 1)
  }

  /**
   * Waits before an address past its budget is answered: whoever sends the next token when the last is answered, as floods
   * do, is slowed from thousands a second to a few on each connection. Beyond a thousand that wait nobody does.
   */
  async holdBack(): Promise<void> {
    if (this.#held >= MOST_HELD) return
    this.#held += 1
    await sleep(HOLD_MILLISECONDS)
    this.#held -= 1
  }

  #account(sender: string): { left: number; at: number } {
    const now = this.#monotonic()
    const account = this.#senders.get(sender) ?? { left: BUDGET, at: now }
    account.left = Math.min(BUDGET, account.left + ((now - account.at) / 1_000) * REFILL_PER_SECOND)
    account.at = now
    this.#senders.set(sender, account)
    return account
  }
}
