import type { Log } from '@/gateway/log'
import { importPublicKey } from '@/lib/crypto/signing-keys'
import type { Knowledge } from '@/lib/status/knowledge'

/**
 * The organization's public keys, ready to verify with. A `kid` is the thumbprint of its key, so what was imported once
 * stays right; whether the key still counts is asked of what is known, at each judgement.
 */
export class VerifyingKeys {
  readonly #log: Log
  readonly #keys = new Map<string, { readonly key: CryptoKey }>()
  #importing: Promise<unknown> | undefined

  constructor(log: Log) {
    this.#log = log
  }

  readonly keyFor = (kid: string) => this.#keys.get(kid)

  /** Imports what is new. A token of a key that has just come waits for it in `ready`. */
  learn(knowledge: Knowledge): void {
    const unknown = [...knowledge.signingKeys()].filter(({ kid }) => !this.#keys.has(kid))
    if (unknown.length === 0) return
    const imports = unknown.map(async ({ kid, jwk }) => {
      try {
        this.#keys.set(kid, { key: await importPublicKey(jwk) })
      } catch (error) {
        this.#log.error(
          { kid, error: (error as Error).message },
          'A signing key of the organization cannot be used; its keys are refused',
        )
      }
    })
    const importing = Promise.all([this.#importing, ...imports]).finally(() => {
      if (this.#importing === importing) this.#importing = undefined
    })
    this.#importing = importing
  }

  /** Resolves when everything that was learned can be used; undefined when that is now. */
  ready(): Promise<unknown> | undefined {
    return this.#importing
  }
}
