import { LRUCache } from 'lru-cache'

/** The end of a token's signature: no two keys share it by chance, and whoever makes it the same on purpose is told apart by the whole. */
const INDEX_CHARACTERS = 40

/**
 * What was found out about tokens, found again by the token. One that comes from a socket is a new string, and to hash
 * its 400 characters takes longer than everything else about a key that is known; to compare them does not.
 */
export class VerifiedTokens<Key extends object> {
  /** How often a token was looked for and found, and how often not. */
  hits = 0
  misses = 0
  readonly #byEnd: LRUCache<string, { readonly token: string; readonly key: Key }>

  constructor(size: number) {
    this.#byEnd = new LRUCache({ max: size })
  }

  get size(): number {
    return this.#byEnd.size
  }

  get(token: string): Key | undefined {
    const found = this.#byEnd.get(token.slice(-INDEX_CHARACTERS))
    if (found?.token === token) {
      this.hits += 1
      return found.key
    }
    this.misses += 1
    return undefined
  }

  set(token: string, key: Key): void {
    this.#byEnd.set(token.slice(-INDEX_CHARACTERS), { token, key })
  }
}
