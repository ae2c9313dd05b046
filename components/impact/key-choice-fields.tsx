'use client'

import { Field } from '@/components/ui/field'
import { SearchSelect } from '@/components/ui/search-select'
import { Select } from '@/components/ui/select'
import type { ImpactView } from '@/lib/contract/impact'
import type { MembershipId } from '@/lib/core/identifiers'
import { impactWords as words } from '@/words/impact'
import { ROLE_WORDS } from '@/words/terms'
import { COUNTDOWN_HOURS, type KeyChoice } from './impact-choices'

type Offer = Extract<KeyChoice, { choice: 'hand_over' }>

export type OfferFieldsProps = {
  /** Names of the two fields; they are shown where `labelled`. */
  offerTo: string
  oldKey: string
  labelled?: boolean
  offer: Offer
  heirs: ImpactView['heirs']
  /** Nobody is chosen, and somebody tried to go on. */
  missing: boolean
  /** A key that does not work now can't go on. */
  goesOn?: boolean
  onChange: (offer: Offer) => void
}

/** To whom a key is offered, and for how long the old one goes on. */
export function OfferFields({
  offerTo,
  oldKey,
  labelled = false,
  offer,
  heirs,
  missing,
  goesOn = true,
  onChange,
}: OfferFieldsProps) {
  return (
    <>
      <Field
        label={offerTo}
        labelHidden={!labelled}
        error={missing && !heirs.some(({ id }) => id === offer.toMembershipId) ? words.nobodyChosen : undefined}
      >
        <SearchSelect
          label={offerTo}
          options={heirs.map(({ id, name, role }) => ({ value: id, label: words.somebody(name, ROLE_WORDS[role]) }))}
          value={offer.toMembershipId ?? ''}
          placeholder={words.chooseSomeone}
          onValueChange={(id) => onChange({ ...offer, toMembershipId: (id || null) as MembershipId | null })}
          searchLabel={words.searchMembers}
          nothingFound={words.nobodyFound}
          className="w-full"
        />
      </Field>
      {goesOn && (
        <Field label={oldKey} labelHidden={!labelled}>
          <Select
            size="small"
            value={String(offer.countdownHours)}
            onChange={(event) => onChange({ ...offer, countdownHours: Number(event.currentTarget.value) })}
            options={COUNTDOWN_HOURS.map((hours) => ({ value: String(hours), label: words.countdowns[hours] }))}
          />
        </Field>
      )}
    </>
  )
}
