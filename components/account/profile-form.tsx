'use client'

import { useRouter } from 'next/navigation'
import type { z } from 'zod'
import { type Act, useSubmission, wrongAltogether, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Form } from '@/components/ui/form'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { AccountView, ChangeAccountInput } from '@/lib/contract/account'
import { accountWords } from '@/words/account'

export type ChangeAccount = Act<z.input<typeof ChangeAccountInput>, { readonly name: string }>

const words = accountWords.profile

export type ProfileFormProps = {
  account: AccountView
  /** IANA names: the server's, so that it and the browser list the same. */
  timeZones: readonly string[]
  changeAccount: ChangeAccount
}

export function ProfileForm({ account, timeZones, changeAccount }: ProfileFormProps) {
  const router = useRouter()
  const toast = useToast()
  const { outcome, ...form } = useSubmission(
    (fields) => changeAccount({ name: String(fields.get('name')), timeZone: String(fields.get('timeZone')) }),
    () => {
      toast({ title: words.done })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, ['name', 'timeZone'])
  const fixed = !account.can.change
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      {fixed && <Callout tone="info">{words.elsewhere}</Callout>}
      <Field label={words.name} description={words.nameDescription} error={wrongWith(outcome, 'name')}>
        <TextInput name="name" autoComplete="name" defaultValue={account.name} readOnly={fixed} />
      </Field>
      <Field label={words.email}>
        <TextInput type="email" readOnly value={account.email} />
      </Field>
      <Field label={words.timeZone} description={words.timeZoneDescription} error={wrongWith(outcome, 'timeZone')}>
        <Select
          name="timeZone"
          defaultValue={account.timeZone}
          disabled={fixed}
          options={timeZones.map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        />
      </Field>
      {!fixed && (
        <Button type="submit" pending={form.pending} className="self-start">
          {words.submit}
        </Button>
      )}
    </Form>
  )
}
