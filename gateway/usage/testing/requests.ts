import { EventEmitter } from 'node:events'
import type { Decision } from '@/gateway/decide'
import type { DataPlaneApp } from '@/lib/core/changes'
import type { ApiKeyId } from '@/lib/core/identifiers'
import type { Verdict } from '@/lib/core/verdicts'
import { anApp } from '@/lib/status/testing/known-states'

const uuid = (n: number) => `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
export const keyId = (n: number): ApiKeyId => `key_${uuid(n)}`
export const someApps: readonly DataPlaneApp[] = [anApp(), anApp(), anApp()]

/** Tests only: what the decider says of a key whose signature was good, and of a caller without one. */
export const decided = (
  key: ApiKeyId | undefined,
  verdict: Verdict,
  app: DataPlaneApp | 'none' | undefined = someApps[0],
): Decision => ({ verdict, app: app === 'none' ? undefined : app, key: key && { claims: { jti: key } } }) as Decision

/** Tests only: an answer that ends when it is told to. */
export class AnAnswer extends EventEmitter {
  statusCode = 200
  writableFinished = false
  destroyed = false
  closed = false
  errored: Error | null = null

  finish(status: number): void {
    this.statusCode = status
    this.writableFinished = true
    this.#close()
  }

  /** The caller has left. */
  abort(): void {
    this.destroyed = true
    this.#close()
  }

  /** Cut off on our side, in the middle of it. */
  cut(status: number): void {
    this.statusCode = status
    this.errored = new Error('cut off')
    this.#close()
  }

  #close(): void {
    this.closed = true
    this.emit('close')
  }
}

export function finished(status = 200): AnAnswer {
  const answer = new AnAnswer()
  answer.finish(status)
  return answer
}
