'use client'

import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice-group'
import type { ImpactView } from '@/lib/contract/impact'
import { impactWords as words } from '@/words/impact'
import { type Choices, canBeOffered, chooseForAll, heirsOfAll, type KeyChoice } from './impact-choices'
import { OfferFields } from './key-choice-fields'

/** What can be done with a key, said in the words of the change. */
export interface ChoiceWords {
  readonly left: string
  readonly leftDetail: string
}

/** The choices that the viewer has for some of the keys, what happens by itself first. */
export function possibleChoices({ can }: ImpactView, { left }: ChoiceWords, keys: ImpactView['keys']) {
  return [
    { value: 'orphan', label: left },
    ...(can.handOver && keys.some(canBeOffered) ? [{ value: 'hand_over', label: words.handOver }] : []),
    ...(can.revoke ? [{ value: 'revoke', label: words.revoke }] : []),
  ]
}

/** What is chosen at first when one of them is. */
export function freshChoice(choice: string): KeyChoice {
  if (choice === 'hand_over') return { choice, toMembershipId: null, countdownHours: 0 }
  return { choice: choice === 'revoke' ? 'revoke' : 'orphan' }
}

export type ChoiceForAllProps = {
  view: ImpactView
  choices: Choices
  choiceWords: ChoiceWords
  missing: boolean
  onChange: (choices: Choices) => void
}

/** What becomes of every key that is given nothing of its own below. */
export function ChoiceForAll({ view, choices, choiceWords, missing, onChange }: ChoiceForAllProps) {
  const { forAll, own } = choices
  const detail = {
    orphan: choiceWords.leftDetail,
    hand_over: words.handOverDetail,
    revoke: words.revokeDetail,
  }[forAll.choice]
  return (
    <div className="flex flex-col gap-3">
      <ChoiceGroup
        label={view.total === 1 ? words.choiceForOne : words.choiceForAll}
        name="forAll"
        value={forAll.choice}
        onValueChange={(choice) => onChange(chooseForAll(choices, freshChoice(choice)))}
        choices={possibleChoices(view, choiceWords, view.keys)}
        description={detail}
      />
      {forAll.choice === 'hand_over' && (
        <div className="grid gap-3 sm:grid-cols-2">
          <OfferFields
            labelled
            offerTo={words.offerTo}
            oldKey={words.oldKey}
            offer={forAll}
            heirs={heirsOfAll(view, choices)}
            missing={missing}
            onChange={(offer) => onChange(chooseForAll(choices, offer))}
          />
        </div>
      )}
      {own.size > 0 && (
        <p className="flex flex-wrap items-center gap-x-2 text-ink-2 text-xs">
          {words.choicesDiffer(own.size)}
          <Button variant="ghost" size="small" onClick={() => onChange({ forAll, own: new Map() })}>
            {words.sameForAll}
          </Button>
        </p>
      )}
    </div>
  )
}
