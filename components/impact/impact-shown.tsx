'use client'

import { useCallback, useMemo } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { appHref } from '@/components/places'
import { Callout } from '@/components/ui/callout'
import { TextLink } from '@/components/ui/text-link'
import type { ImpactView } from '@/lib/contract/impact'
import type { ImpactAction } from '@/lib/core/impact'
import { impactWords as words } from '@/words/impact'
import { ChoiceForAll } from './choice-for-all'
import { type Choices, choiceFor, choose, type Difference } from './impact-choices'
import { ImpactedKeyRow, type ImpactedKeyRowProps, isInUse } from './impacted-key-row'

export type ImpactShownProps = {
  action: ImpactAction
  name: string
  view: ImpactView
  choices: Choices
  /** From the preview that was out of date; null when none was. */
  difference: Difference | null
  /** Somebody tried to go on before everything was chosen. */
  incomplete: boolean
  onChoose: (change: (choices: Choices) => Choices) => void
}

/** The keys that stop, and what becomes of them; or that there are none. */
export function ImpactShown({ action, name, view, choices, difference, incomplete, onChoose }: ImpactShownProps) {
  const { keys, total, can } = view
  const actionWords = words.actions[action.kind]
  const choiceWords = useMemo(
    () => ({ left: actionWords.left, leftDetail: actionWords.leftDetail(name) }),
    [actionWords, name],
  )
  const chooseOne = useCallback<NonNullable<ImpactedKeyRowProps['onChoose']>>(
    (id, choice) => onChoose((now) => choose(now, id, choice)),
    [onChoose],
  )
  const inUse = keys.filter((key) => isInUse(key, view.now)).length + view.unlisted.inUse
  const isChoice = can.handOver || can.revoke
  if (total === 0) {
    return (
      <>
        <p>{actionWords.nothing(name)}</p>
        <AppsWithoutOwner view={view} />
      </>
    )
  }
  return (
    <>
      <Callout tone={inUse > 0 ? 'warn' : 'info'} title={actionWords.concerned(total, name)}>
        {inUse === 0 ? words.noneInUse(total) : total === 1 ? words.oneInUse : words.inUse(inUse)}
      </Callout>
      <AppsWithoutOwner view={view} />
      {isChoice ? (
        <ChoiceForAll
          view={view}
          choices={choices}
          choiceWords={choiceWords}
          missing={incomplete}
          onChange={(next) => onChoose(() => next)}
        />
      ) : (
        <p className="text-ink-2">
          {choiceWords.leftDetail} {'membershipId' in action && words.whoDecidesLater}
        </p>
      )}
      <div>
        {keys.length < total && <p className="mb-2 text-ink-2 text-xs">{words.notAllListed(keys.length, total)}</p>}
        <ul
          aria-label={words.list}
          className="flex flex-col max-md:gap-3 md:rounded-md md:border md:border-line md:bg-surface"
        >
          {keys.map((key) => (
            <ImpactedKeyRow
              key={key.id}
              apiKey={key}
              view={view}
              shared={'appId' in action ? 'app' : 'owner'}
              choice={choiceFor(choices, key)}
              onChoose={isChoice && total > 1 ? chooseOne : null}
              choiceWords={choiceWords}
              missing={incomplete && choices.own.has(key.id)}
              difference={difference?.added.has(key.id) ? 'added' : difference?.changed.has(key.id) ? 'changed' : null}
            />
          ))}
        </ul>
        {keys.length < total && <p className="mt-2 text-ink-2 text-xs">{words.furtherKeys(total - keys.length)}</p>}
      </div>
    </>
  )
}

function AppsWithoutOwner({ view: { apps } }: { view: ImpactView }) {
  const { organizationSlug } = useViewer()
  if (apps.length === 0) return null
  return (
    <Callout tone="info" title={words.appsWithoutOwner(apps.length)}>
      {words.appsWithoutOwnerDetail}{' '}
      <span className="text-ink">
        {apps.map((app, index) => (
          <span key={app.id}>
            {index > 0 && ', '}
            <TextLink href={appHref(organizationSlug, app)} target="_blank">
              {app.name}
            </TextLink>
          </span>
        ))}
      </span>
    </Callout>
  )
}
