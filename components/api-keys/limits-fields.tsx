'use client'

import { type Outcome, wrongWith } from '@/components/submission'
import { Field, FieldDescription } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { Textarea } from '@/components/ui/textarea'
import type { KeyLimits } from '@/lib/core/key-limits'
import { limitsWords as words } from '@/words/key-dialogs'

const RATE = 'limits.rate'

/** Where the operations' sentences about limits stand. */
export const LIMITS_FIELDS = [`${RATE}.requestsPerMinute`, `${RATE}.burst`, 'limits.addresses'] as const

/** How often and from where a key may be used: the same questions for a new key and for one that lives. */
export function LimitsFields({ outcome, limits }: { outcome: Outcome<unknown> | null; limits?: KeyLimits }) {
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label={words.requestsPerMinute} optional error={wrongWith(outcome, `${RATE}.requestsPerMinute`)}>
            <TextInput
              name="requestsPerMinute"
              inputMode="numeric"
              autoComplete="off"
              placeholder={words.noLimit}
              defaultValue={limits?.rate?.requestsPerMinute}
            />
          </Field>
          <Field label={words.burst} optional error={wrongWith(outcome, `${RATE}.burst`)}>
            <TextInput
              name="burst"
              inputMode="numeric"
              autoComplete="off"
              placeholder={words.aMinutesWorth}
              defaultValue={limits?.rate?.burst}
            />
          </Field>
        </div>
        <FieldDescription>{words.burstHint}</FieldDescription>
      </div>
      <Field
        label={words.addresses}
        optional
        description={words.addressesHint}
        error={wrongWith(outcome, 'limits.addresses')}
      >
        <Textarea name="addresses" mono rows={2} defaultValue={limits?.addresses.join('\n')} />
      </Field>
    </>
  )
}

/** What was typed, as the operations take it; what is no number is theirs to refuse. */
export function readLimits(form: FormData) {
  const requestsPerMinute = numberIn(form, 'requestsPerMinute')
  const burst = numberIn(form, 'burst')
  return {
    rate:
      requestsPerMinute === undefined && burst === undefined
        ? null
        : // Without the rate a burst means nothing: it is asked for, beside its field.
          { requestsPerMinute: requestsPerMinute ?? Number.NaN, ...(burst === undefined ? {} : { burst }) },
    addresses: String(form.get('addresses'))
      .split(/[\s,]+/)
      .filter(Boolean),
  }
}

function numberIn(form: FormData, name: string): number | undefined {
  // As people group digits: 10 000, 10,000 or 10’000.
  const typed = String(form.get(name)).replace(/[\s,’']/g, '')
  return typed === '' ? undefined : Number(typed)
}
