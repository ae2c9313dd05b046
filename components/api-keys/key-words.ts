import { Ban, CircleCheck, CirclePause, Clock, type LucideIcon, Unlink } from 'lucide-react'
import type { Tone } from '@/components/ui/tone'
import type { ApiKeyView, OrphanedView } from '@/lib/contract/api-keys'
import type { KeyStatus } from '@/lib/core/api-key'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { orphanWords, STATE_WORDS } from '@/words/api-keys'

/** A state, told by word and icon together. */
export const STATUS_WORDS: Readonly<
  Record<KeyStatus, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  active: { word: STATE_WORDS.active, tone: 'good', icon: CircleCheck },
  disabled: { word: STATE_WORDS.disabled, tone: 'warn', icon: CirclePause },
  expired: { word: STATE_WORDS.expired, tone: 'neutral', icon: Clock },
  orphaned: { word: STATE_WORDS.orphaned, tone: 'bad', icon: Unlink },
  revoked: { word: STATE_WORDS.revoked, tone: 'neutral', icon: Ban },
}

/**
 * Ids begin with the time, so those of one afternoon begin alike: the end tells them apart.
 * "key_…9f2c1a" and beneath it the last four characters of the token, which its holder can see.
 */
export const shortKeyId = (id: ApiKeyId) => `key_…${id.slice(-6)}`

export interface OrphanReason {
  readonly sentence: string
  readonly since: string
}

/** Why a key is orphaned, each fact with the moment since when: the app's end first, for that one is final. */
export function orphanReasons(key: Pick<ApiKeyView, 'orphaned' | 'owner' | 'app'>): readonly OrphanReason[] {
  const facts: OrphanedView = key.orphaned ?? { departure: null, appDeletedAt: null, revokesAt: null }
  const reasons: OrphanReason[] = []
  if (facts.appDeletedAt) reasons.push({ sentence: orphanWords.appDeleted(key.app.name), since: facts.appDeletedAt })
  if (facts.departure) {
    const { cause, by, at } = facts.departure
    reasons.push({ sentence: orphanWords.departed(cause, key.owner.name, by), since: at })
  }
  return reasons
}
