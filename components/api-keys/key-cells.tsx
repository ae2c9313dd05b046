'use client'

import { Clock, StickyNote } from 'lucide-react'
import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { Said } from '@/components/ui/said'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { ApiKeyView, LinkedKey } from '@/lib/contract/api-keys'
import { ENVIRONMENT_WORDS, orphanWords, rowWords as words } from '@/words/api-keys'
import { ROLE_WORDS } from '@/words/terms'
import { orphanReasons, STATUS_WORDS, shortKeyId } from './key-words'

/* What a table, a card and a key's page say about a key, in the same words. */

export function KeyHint({ apiKey }: { apiKey: Pick<ApiKeyView, 'id' | 'hint'> }) {
  return (
    <span className="whitespace-nowrap font-mono text-xs" title={words.keyTitle(apiKey.id, apiKey.hint)}>
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
  return <>{owner.active ? ROLE_WORDS[owner.role] : words.notAMember}</>
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

/** Production is what one expects; a sandbox stands out. */
export function AppEnvironment({ app }: { app: Pick<ApiKeyView['app'], 'environment' | 'deleted'> }) {
  if (app.deleted) return <>{words.appDeleted}</>
  const word = ENVIRONMENT_WORDS[app.environment]
  return app.environment === 'sandbox' ? <Badge>{word}</Badge> : word
}

export function StopMoment({ apiKey }: { apiKey: ApiKeyView }) {
  return apiKey.stopsAt && <Moment at={apiKey.stopsAt} look="zoned" />
}

/** How far away that is; for one that has stopped, how long ago. */
export function Expiry({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  if (!apiKey.stopsAt) return <>{words.noExpiration}</>
  const distance = <Distance at={apiKey.stopsAt} now={now} />
  if (!apiKey.expiringSoon) return distance
  return (
    <StatusBadge tone="warn" icon={Clock} title={words.expiringSoon}>
      <span className="sr-only">{words.expiringSoon}: </span>
      {distance}
    </StatusBadge>
  )
}

/** "Ends in 23 h, replaced by ci-deploy"; nothing for a key whose place nobody took. */
export function Ending({ apiKey, now }: { apiKey: ApiKeyView; now: string }) {
  const { endsAt, rotatedTo, status } = apiKey
  const successor = rotatedTo && <SuccessorLink apiKey={apiKey} successor={rotatedTo} />
  if (endsAt && status !== 'revoked') {
    return <Said as={words.ends(<Distance at={endsAt} now={now} />, successor)} />
  }
  return successor ? <Said as={words.replacedBy(successor)} /> : null
}

function SuccessorLink({ apiKey, successor }: { apiKey: ApiKeyView; successor: LinkedKey }) {
  const { organizationSlug } = useViewer()
  return <TextLink href={apiKeyHref(organizationSlug, apiKey.app, successor.id)}>{successor.name}</TextLink>
}

/** The note's first line; the whole stands on the key's page, and comes when it is pointed at. */
export function KeyNote({ note }: { note: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={note}>
      <StickyNote aria-hidden className="size-3.5 shrink-0 stroke-[1.75]" />
      <span className="sr-only">{words.note}: </span>
      <span className="truncate">{note}</span>
    </span>
  )
}

export function OrphanReasons({ apiKey }: { apiKey: ApiKeyView }) {
  return (
    <>
      {orphanReasons(apiKey).map(({ sentence, since }) => (
        <span key={sentence} className="block text-pretty">
          <Said as={orphanWords.since(sentence, <Moment at={since} />)} />
        </span>
      ))}
      {apiKey.orphaned?.revokesAt && (
        <span className="block text-pretty">
          <Said as={orphanWords.revokesItself(<Moment at={apiKey.orphaned.revokesAt} />)} />
        </span>
      )}
    </>
  )
}
