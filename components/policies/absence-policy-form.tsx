'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { ChangeAbsencePolicyInput, PoliciesView } from '@/lib/contract/policies'
import { policiesWords } from '@/words/policies'

const words = policiesWords.absences

export type ChangeAbsencePolicy = Act<
  z.input<typeof ChangeAbsencePolicyInput>,
  { readonly graceDays: number; readonly revokeOrphansAfterDays: number | null }
>

export type AbsencePolicyFormProps = { view: PoliciesView; changeAbsencePolicy: ChangeAbsencePolicy }

/** Two numbers of days. Before the second one is saved it says how many keys it would end now, for that is final. */
export function AbsencePolicyForm({ view, changeAbsencePolicy }: AbsencePolicyFormProps) {
  const router = useRouter()
  const toast = useToast()
  const { graceDays, revokeOrphansAfterDays, orphans } = view
  const [grace, setGrace] = useState(String(graceDays))
  const [revokeAfter, setRevokeAfter] = useState(revokeOrphansAfterDays === null ? '' : String(revokeOrphansAfterDays))
  const { outcome, ...form } = useSubmission(
    () =>
      changeAbsencePolicy({
        graceDays: daysOf(grace) ?? Number.NaN,
        revokeOrphansAfterDays: daysOf(revokeAfter),
        known: { graceDays, revokeOrphansAfterDays },
      }),
    () => {
      toast({ title: words.saved })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, ['graceDays', 'revokeOrphansAfterDays'])
  const days = daysOf(revokeAfter)
  // Of what would be refused it says nothing.
  const isPossible = days !== null && days >= Math.max(1, daysOf(grace) ?? 0)
  const overdue = orphans.reduce((sum, { days: age, keys }) => (isPossible && age >= days ? sum + keys : sum), 0)

  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome} className="mt-4 flex flex-col gap-5">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <Field label={words.grace} description={words.graceMeans} error={wrongWith(outcome, 'graceDays')}>
        <TextInput
          name="graceDays"
          inputMode="numeric"
          autoComplete="off"
          value={grace}
          onChange={(event) => setGrace(event.currentTarget.value)}
          className="w-28"
        />
      </Field>
      <Field
        label={words.revokeAfter}
        description={words.revokeAfterMeans}
        error={wrongWith(outcome, 'revokeOrphansAfterDays')}
        optional
      >
        <TextInput
          name="revokeOrphansAfterDays"
          inputMode="numeric"
          autoComplete="off"
          value={revokeAfter}
          onChange={(event) => setRevokeAfter(event.currentTarget.value)}
          className="w-28"
        />
      </Field>
      <div role="status">{overdue > 0 && <Callout tone="warn">{words.revokesNow(overdue)}</Callout>}</div>
      <div>
        <Button type="submit" variant="primary" pending={form.pending}>
          {words.save}
        </Button>
      </div>
    </Form>
  )
}

/** Nothing typed is no number of days; what is no number is refused beside its field. */
const daysOf = (typed: string): number | null => (typed.trim() === '' ? null : Number(typed))
