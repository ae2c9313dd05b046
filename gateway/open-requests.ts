import type { VerifiedKey } from '@/gateway/decide'
import type { AppId } from '@/lib/core/identifiers'
import type { Verdict } from '@/lib/core/verdicts'
import type { Affected } from '@/lib/status/knowledge'

/** A request that was accepted and is not finished: its answer, or its body, may still be on the way. */
export interface OpenRequest {
  readonly key: VerifiedKey
  /** Judges the key anew, by what is known now. */
  judge(): Verdict
  /** Ends it, to both sides, before this returns. */
  close(verdict: Exclude<Verdict, 'accepted'>): void
  /** Breaks it off, to both sides. */
  cut(): void
  /** Called every second. */
  tick(): void
}

/** Everything that is open, findable by what a change is about. */
export class OpenRequests {
  readonly #all = new Set<OpenRequest>()
  readonly #byPosition = new Map<number, Set<OpenRequest>>()
  readonly #byApp = new Map<AppId, Set<OpenRequest>>()

  get size(): number {
    return this.#all.size
  }

  add(open: OpenRequest): void {
    this.#all.add(open)
    if (open.key.position !== undefined) addTo(this.#byPosition, open.key.position, open)
    addTo(this.#byApp, open.key.claims.aud, open)
  }

  remove(open: OpenRequest): void {
    this.#all.delete(open)
    if (open.key.position !== undefined) removeFrom(this.#byPosition, open.key.position, open)
    removeFrom(this.#byApp, open.key.claims.aud, open)
  }

  /** Closes whatever a change has stopped being accepted. Returns how many. */
  closeRefused(affected: Affected): number {
    let closed = 0
    for (const open of this.#affectedBy(affected)) {
      const verdict = open.judge()
      if (verdict === 'accepted') continue
      open.close(verdict)
      this.remove(open)
      closed += 1
    }
    return closed
  }

  /** For what no change announces: expiry, and the end of the lease. */
  sweep(): number {
    for (const open of [...this.#all]) open.tick()
    return this.closeRefused({ kind: 'everything' })
  }

  /** Breaks off what is left when the process stops. A socket that speaks another protocol by now is no connection to node's server. */
  cutAll(): void {
    for (const open of [...this.#all]) open.cut()
  }

  #affectedBy(affected: Affected): readonly OpenRequest[] {
    switch (affected.kind) {
      case 'nothing':
        return []
      case 'everything':
        return [...this.#all]
      case 'app':
        return [...(this.#byApp.get(affected.id) ?? [])]
      case 'positions': {
        // A leaver may have had ten thousand keys, and the gateway two requests: whichever is less is walked through.
        const positions = affected.runs.reduce((sum, [, count]) => sum + count, 0)
        if (positions > this.#byPosition.size) return [...this.#all]
        const found: OpenRequest[] = []
        for (const [first, count] of affected.runs) {
          for (let position = first; position < first + count; position += 1)
            found.push(...(this.#byPosition.get(position) ?? []))
        }
        return found
      }
    }
  }
}

function addTo<K>(index: Map<K, Set<OpenRequest>>, key: K, open: OpenRequest): void {
  const set = index.get(key)
  if (set) set.add(open)
  else index.set(key, new Set([open]))
}

function removeFrom<K>(index: Map<K, Set<OpenRequest>>, key: K, open: OpenRequest): void {
  const set = index.get(key)
  if (set?.delete(open) && set.size === 0) index.delete(key)
}
