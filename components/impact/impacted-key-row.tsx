'use client'

import { Activity } from 'lucide-react'
import { memo } from 'react'
import { Distance } from '@/components/accounts/moment'
import { KeyStatusBadge } from '@/components/api-keys/key-cells'
import { shortKeyId } from '@/components/api-keys/key-words'
import { Badge } from '@/components/ui/badge'
import { classNames } from '@/components/ui/class-names'
import { Said } from '@/components/ui/said'
import { Select } from '@/components/ui/select'
import { StatusBadge } from '@/components/ui/status-badge'
import type { ImpactedKeyView, ImpactView } from '@/lib/contract/impact'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { TYPE_WORDS } from '@/words/api-keys'
import { impactWords as words } from '@/words/impact'
import { type ChoiceWords, freshChoice, possibleChoices } from './choice-for-all'
import { heirsOf, type KeyChoice } from './impact-choices'
import { OfferFields } from './key-choice-fields'

const DAY_MILLISECONDS = 86_400_000

/** A key that was used in the last 24 hours, and still works, has someone who will miss it. */
export const isInUse = ({ status, lastUsed }: ImpactedKeyView, now: string) =>
  status === 'active' && lastUsed !== null && Date.parse(now) - Date.parse(lastUsed.at) <= DAY_MILLISECONDS

export type ImpactedKeyRowProps = {
  apiKey: ImpactedKeyView
  view: ImpactView
  /** The app or the owner, whichever all of them share, is not said of each. */
  shared: 'app' | 'owner'
  choice: KeyChoice
  /** Null where there is nothing to choose, or where one choice is made for all. */
  onChoose: ((id: ApiKeyId, choice: KeyChoice) => void) | null
  choiceWords: ChoiceWords
  missing: boolean
  /** How it differs from what was shown before. */
  difference: 'added' | 'changed' | null
}

/** One key that stops: whom that concerns, and what becomes of it. Two hundred of them are not all drawn anew for each choice. */
export const ImpactedKeyRow = memo(function ImpactedKeyRow(props: ImpactedKeyRowProps) {
  const { apiKey, view, shared, onChoose, difference } = props
  const { app, owner, secrets, otherSecrets } = apiKey
  const isBusy = isInUse(apiKey, view.now)
  return (
    <li
      className={classNames(
        'grid gap-x-6 gap-y-3 border-line py-3 not-last:border-b max-md:rounded-lg max-md:border max-md:bg-surface max-md:p-4 md:px-4',
        onChoose && 'md:grid-cols-[minmax(0,1fr)_14rem]',
      )}
    >
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{apiKey.name}</span>
          {apiKey.type === 'server' && <Badge>{TYPE_WORDS.server}</Badge>}
          {apiKey.status === 'disabled' && <KeyStatusBadge status="disabled" />}
          {isBusy && (
            <StatusBadge tone="warn" icon={Activity}>
              {words.usedLately}
            </StatusBadge>
          )}
          {difference && (
            <StatusBadge tone="info">{difference === 'added' ? words.added : words.isChanged}</StatusBadge>
          )}
        </p>
        <p className="break-words text-ink-2 text-xs">
          {shared === 'app' ? words.ownedBy(owner.name) : app.name} ·{' '}
          <span className="whitespace-nowrap font-mono">{shortKeyId(apiKey.id)}</span>
          {apiKey.stopsAt && (
            <>
              {' · '}
              <Said as={words.stops(<Distance at={apiKey.stopsAt} now={view.now} />)} />
            </>
          )}
        </p>
        <Use apiKey={apiKey} now={view.now} />
        {secrets.length + otherSecrets > 0 && (
          <p className="break-words text-warn text-xs">
            {words.heldBy(
              secrets.map(({ name }) => name),
              otherSecrets,
            )}
          </p>
        )}
      </div>
      {onChoose && <OwnChoice {...props} onChoose={onChoose} />}
    </li>
  )
})

function Use({ apiKey: { name, lastUsed, requestsADay, callers }, now }: { apiKey: ImpactedKeyView; now: string }) {
  if (!lastUsed) return <p className="text-ink-2 text-xs">{words.neverUsed}</p>
  return (
    <>
      <p className="text-xs">
        <Said as={words.used(<Distance at={lastUsed.at} now={now} />)} />
        {requestsADay > 0 && ` · ${words.requestsADay(requestsADay)}`}
      </p>
      {callers.length > 0 && (
        <ul aria-label={words.callers(name)} className="flex flex-col text-ink-2 text-xs">
          {callers.map(({ address, agent, lastSeenAt }) => (
            <li key={`${address} ${agent}`} className="break-words">
              <span className="font-mono">{address}</span> · {agent || words.noAgent} ·{' '}
              <Distance at={lastSeenAt} now={now} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function OwnChoice({
  apiKey,
  view,
  choice,
  onChoose,
  choiceWords,
  missing,
}: ImpactedKeyRowProps & { onChoose: NonNullable<ImpactedKeyRowProps['onChoose']> }) {
  const { id } = apiKey
  const named = words.named(
    apiKey.name,
    view.keys.some((key) => key.id !== id && key.name === apiKey.name) ? shortKeyId(id) : null,
  )
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Select
        size="small"
        aria-label={words.choiceOf(named)}
        value={choice.choice}
        onChange={(event) => onChoose(id, freshChoice(event.currentTarget.value))}
        options={possibleChoices(view, choiceWords, [apiKey])}
      />
      {choice.choice === 'hand_over' && (
        <OfferFields
          offerTo={words.offerKeyTo(named)}
          oldKey={words.oldKeyOf(named)}
          offer={choice}
          heirs={heirsOf(view, apiKey)}
          missing={missing}
          goesOn={apiKey.status === 'active'}
          onChange={(offer) => onChoose(id, offer)}
        />
      )}
    </div>
  )
}
