'use client'

import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { apiKeyHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { shortCaller } from '@/components/usage/short-agent'
import type { ApiKeyView, KeyLineageView, LineageKey } from '@/lib/contract/api-keys'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { rotationWords } from '@/words/rotation'
import { KeyHint, KeyStatusBadge } from './key-cells'

const words = rotationWords.page

/** So many callers are named; the rest is on that key's page. */
const NAMED_CALLERS = 3

export type KeyLineageProps = {
  lineage: KeyLineageView
  /** The key whose page this is. */
  current: ApiKeyId
  onEndNow: (key: ApiKeyView, pressed: HTMLElement) => void
}

/** Keys that took each other's place, the newest first, and how much of the traffic each still has. */
export function KeyLineage({ lineage: { keys, now }, current, onEndNow }: KeyLineageProps) {
  const all = keys.reduce((sum, { key }) => sum + requestsOf(key), 0)
  return (
    <section aria-labelledby="lineage">
      <h2 id="lineage" className="font-semibold">
        {words.lineage}
      </h2>
      <p className="mb-3 text-ink-2 text-xs">{words.lineageDescription}</p>
      <ol reversed className="flex flex-col gap-2">
        {keys.toReversed().map((member) => (
          <Member
            key={member.key.id}
            member={member}
            before={keys.find(({ key }) => key.id === member.key.rotatedFrom?.id)?.key ?? null}
            now={now}
            all={all}
            isCurrent={member.key.id === current}
            onEndNow={onEndNow}
          />
        ))}
      </ol>
    </section>
  )
}

type MemberProps = {
  member: LineageKey
  /** The key whose place it took. */
  before: ApiKeyView | null
  now: string
  all: number
  isCurrent: boolean
  onEndNow: KeyLineageProps['onEndNow']
}

function Member({ member: { key, callers, createdBy }, before, now, all, isCurrent, onEndNow }: MemberProps) {
  const { organizationSlug } = useViewer()
  const requests = requestsOf(key)
  const share = all === 0 ? 0 : requests / all
  const endsLater = key.status === 'active' && key.endsAt !== null
  return (
    <li className="flex flex-col gap-1.5 rounded-lg border border-line bg-surface px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        {isCurrent ? (
          <span className="font-medium">{words.thisKey}</span>
        ) : (
          <TextLink href={apiKeyHref(organizationSlug, key.app, key.id)} className="font-medium">
            <KeyHint apiKey={key} />
          </TextLink>
        )}
        <KeyStatusBadge status={key.status} />
        {endsLater && key.endsAt && (
          <Badge>
            <span>
              <Said as={words.stops(<Distance at={key.endsAt} now={now} />)} />
            </span>
          </Badge>
        )}
        {endsLater && key.can.revoke && (
          <Button size="small" className="ml-auto" onClick={(event) => onEndNow(key, event.currentTarget)}>
            {words.endItNow}
          </Button>
        )}
      </div>
      {before && key.rotatedFrom?.how === 'handed_over' && (
        <p className="text-ink-2 text-xs">{words.handedOver(before.leftBy ?? before.owner.name, key.owner.name)}</p>
      )}
      <p className="text-ink-2 text-xs">
        <Said as={words.created(<Moment at={key.createdAt} />)} />
        {createdBy && ` ${words.createdBy(createdBy)}`}
        {key.revokedAt && (
          <>
            , <Said as={words.stopped(<Moment at={key.revokedAt} />)} />
          </>
        )}
      </p>
      <div className="flex flex-col gap-1">
        <p className="text-xs">{requests === 0 ? words.noRequests : words.requests(requests, share)}</p>
        {requests > 0 && (
          <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden className="h-1 w-full rounded-sm">
            <rect width="100" height="4" className="fill-sunken" />
            <rect width={Math.max(1, share * 100)} height="4" className="fill-accent" />
          </svg>
        )}
        {endsLater && (
          <p className="break-words text-xs">
            {callers.length === 0
              ? words.noCallersLeft
              : words.callersLeft(
                  callers.length,
                  callers.slice(0, NAMED_CALLERS).map((caller) => shortCaller(caller)),
                )}
          </p>
        )}
      </div>
    </li>
  )
}

const requestsOf = ({ requestsByHour }: ApiKeyView) => requestsByHour.reduce((sum, count) => sum + count, 0)
