import { Ban, CircleCheck, CirclePause, Clock, type LucideIcon, Unlink } from 'lucide-react'
import type { Tone } from '@/components/ui/tone'
import type { ApiKeyView, OrphanedView } from '@/lib/contract/api-keys'
import type { ApiKeyType, KeyStatus, KeyTab } from '@/lib/core/api-key'
import type { ApiKeyId } from '@/lib/core/identifiers'
import type { DepartureCause } from '@/lib/core/membership'

export const TYPE_WORDS: Readonly<Record<ApiKeyType, string>> = { user: 'User key', server: 'Server key' }

export const TAB_WORDS: Readonly<Record<KeyTab, string>> = {
  active: 'Active',
  orphaned: 'Orphaned',
  history: 'History',
}

export const STATUS_WORDS: Readonly<
  Record<KeyStatus, { readonly word: string; readonly tone: Tone; readonly icon: LucideIcon }>
> = {
  active: { word: 'Active', tone: 'good', icon: CircleCheck },
  disabled: { word: 'Disabled', tone: 'warn', icon: CirclePause },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
  orphaned: { word: 'Orphaned', tone: 'bad', icon: Unlink },
  revoked: { word: 'Revoked', tone: 'neutral', icon: Ban },
}

/**
 * Ids begin with the time, so those of one afternoon begin alike: the end tells them apart.
 * "key_…9f2c1a" and beneath it the last four characters of the token, which its holder can see.
 */
export const shortKeyId = (id: ApiKeyId) => `key_…${id.slice(-6)}`

const DEPARTURE_WORDS: Readonly<Record<DepartureCause, string>> = {
  removed: 'was removed from the organization',
  suspended: 'was suspended',
  deprovisioned: 'was deprovisioned',
  lost_right: 'may no longer hold keys',
}

export interface OrphanReason {
  readonly sentence: string
  readonly since: string
}

/** Why a key is orphaned, each fact with the moment since when: the app's end first, for that one is final. */
export function orphanReasons(key: Pick<ApiKeyView, 'orphaned' | 'owner' | 'app'>): readonly OrphanReason[] {
  const facts: OrphanedView = key.orphaned ?? { departure: null, appDeletedAt: null }
  const reasons: OrphanReason[] = []
  if (facts.appDeletedAt) reasons.push({ sentence: `The app ${key.app.name} was deleted`, since: facts.appDeletedAt })
  if (facts.departure) {
    const by = facts.departure.by ? ` by ${facts.departure.by}` : ''
    const became = DEPARTURE_WORDS[facts.departure.cause]
    reasons.push({
      sentence: `${key.owner.name} ${became}${facts.departure.cause === 'lost_right' ? '' : by}`,
      since: facts.departure.at,
    })
  }
  return reasons
}
