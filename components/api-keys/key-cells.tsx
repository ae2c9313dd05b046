'use client'

import { Clock } from 'lucide-react'
import { Distance, Moment } from '@/components/accounts/moment'
import { Badge } from '@/components/ui/badge'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { ROLE_WORDS } from '@/words/terms'
import { orphanReasons, STATUS_WORDS, shortKeyId } from './key-words'

/* What a table, a card and a key's page say about a key, in the same words. */

export function KeyHint({ apiKey }: { apiKey: Pick<ApiKeyView, 'id' | 'hint'> }) {
  return (
    <span className="whitespace-nowrap font-mono text-xs" title={`${apiKey.id}, a key that ends in ${apiKey.hint}`}>
      {shortKeyId(apiKey.id)}
    </span>
  )
}

export function KeyStatusBadge({ status }: { status: ApiKeyView['status'] }) {
  const { word, tone, icon } = STATUS_WORDS[status]
  return (
    <StatusBadge tone={tone} icon={icon}>
      {word}
    </StatusBadge>
  )
}

export function OwnerRole({ owner }: { owner: ApiKeyView['owner'] }) {
  return <>{owner.active ? ROLE_WORDS[owner.role] : 'No longer a member'}</>
}

export function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope}>{scope}</Badge>
      ))}
    </span>
  )
}

/** When it stops, or when and why it stopped. */
export function Expiry({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  if (!apiKey.expiresAt) return <>No expiration</>
  const distance = <Distance at={apiKey.expiresAt} now={now} />
  if (!apiKey.expiringSoon) return distance
  return (
    <StatusBadge tone="warn" icon={Clock}>
      {distance}
    </StatusBadge>
  )
}

export function OrphanReasons({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <>
      {orphanReasons(apiKey).map(({ sentence, since }) => (
        <span key={sentence} className="block text-pretty">
          {sentence}, <Moment at={since} />
        </span>
      ))}
    </>
  )
}
