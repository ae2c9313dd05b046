'use client'

import { useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { type Outcome, wrongWith } from '@/components/submission'
import { type Choice, ChoiceGroup } from '@/components/ui/choice-group'
import { DatePicker } from '@/components/ui/date-picker'
import { Field } from '@/components/ui/field'
import { rotationWords } from '@/words/rotation'
import { dayIn } from './day-in'
import type { ExpirationChoice } from './expiration-choice'
import { ExpirationMoment } from './expiration-moment'

const words = rotationWords.expiration

const EXPIRATIONS: readonly (Choice & { readonly value: ExpirationChoice })[] = [
  { value: '7d', label: words.days(7) },
  { value: '30d', label: words.days(30) },
  { value: '60d', label: words.days(60) },
  { value: '90d', label: words.days(90) },
  { value: '1y', label: words.oneYear },
  { value: 'custom', label: words.custom },
  { value: 'none', label: words.none },
]

export interface Lifetime {
  readonly expiration: ExpirationChoice
  /** The last day, with `custom`. */
  readonly day: string
}

/** Beside which it stands what is wrong with a lifetime. */
export const EXPIRATION_FIELDS = ['expiration', 'expirationDay'] as const

/** What was chosen, as the operations take it. */
export function readExpiration(form: FormData) {
  const expiration = String(form.get('expiration')) as ExpirationChoice
  return { expiration, ...(expiration === 'custom' ? { expirationDay: String(form.get('expirationDay')) } : {}) }
}

export type ExpirationFieldProps = {
  atFirst: Lifetime
  clock: Date
  outcome: Outcome<unknown> | null
}

/** How long a new key is to live, and the exact moment at which it stops. */
export function ExpirationField({ atFirst, clock, outcome }: ExpirationFieldProps) {
  const { timeZone } = useViewer()
  const [expiration, setExpiration] = useState(atFirst.expiration)
  const [day, setDay] = useState(atFirst.day)
  // A custom day that has passed, or is too late, is wrong where it was typed.
  const wrongMoment = wrongWith(outcome, 'expiration')
  return (
    <div className="flex flex-col gap-2">
      <ChoiceGroup
        label={words.label}
        name="expiration"
        choices={EXPIRATIONS}
        value={expiration}
        onValueChange={(value) => setExpiration(value as ExpirationChoice)}
        error={expiration === 'custom' ? undefined : wrongMoment}
        description={<ExpirationMoment expiration={expiration} day={day} timeZone={timeZone} clock={clock} />}
      />
      {expiration === 'custom' && (
        <Field label={words.lastDay} error={wrongWith(outcome, 'expirationDay') ?? wrongMoment} className="max-w-44">
          <DatePicker name="expirationDay" value={day} onValueChange={setDay} min={dayIn(clock, timeZone)} />
        </Field>
      )}
    </div>
  )
}
