'use client'

import { Distance } from '@/components/accounts/moment'
import { Said } from '@/components/ui/said'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { rowWords as words } from '@/words/api-keys'
import { KeyStatusBadge } from './key-cells'

/** Its state by icon and word, and since when and by whom, on one line. */
export function KeyState({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5">
      <KeyStatusBadge status={apiKey.status} />
      <Since apiKey={apiKey} now={now} />
    </span>
  )
}

function Since({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  const { status, disabledAt, revokedAt, revokedBy, expiresAt } = apiKey
  const distance = (at: string) => <Distance at={at} now={now} />
  if (status === 'disabled' && disabledAt) return distance(disabledAt)
  if (status === 'expired' && expiresAt) return distance(expiresAt)
  if (status === 'revoked' && revokedAt) {
    return (
      <span>
        <Said as={words.revoked(distance(revokedAt), revokedBy)} />
      </span>
    )
  }
  return null
}
