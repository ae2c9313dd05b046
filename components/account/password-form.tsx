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
import type { ChangePasswordInput } from '@/lib/contract/account'
import { LIMITS } from '@/lib/core/limits'
import { accountWords } from '@/words/account'

export type ChangePassword = Act<z.input<typeof ChangePasswordInput>, unknown>

const words = accountWords.password

export function PasswordForm({ email, changePassword }: { email: string; changePassword: ChangePassword }) {
  const router = useRouter()
  const toast = useToast()
  const [changes, setChanges] = useState(0)
  return (
    <Asking
      // Begins anew: passwords are not left standing in a page.
      key={changes}
      email={email}
      changePassword={changePassword}
      onDone={() => {
        setChanges(changes + 1)
        toast({ title: words.done, description: words.doneDetail })
        router.refresh()
      }}
    />
  )
}

type AskingProps = { email: string; changePassword: ChangePassword; onDone: () => void }

function Asking({ email, changePassword, onDone }: AskingProps) {
  const { outcome, ...form } = useSubmission(
    (fields) => changePassword({ current: String(fields.get('current')), password: String(fields.get('password')) }),
    onDone,
  )
  const wrong = wrongAltogether(outcome, ['current', 'password'])
  return (
    <Form action={form.action} onSubmit={form.onSubmit} outcome={outcome} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      {/* So that a password manager knows whose password it is. */}
      <input type="text" hidden readOnly autoComplete="username" value={email} />
      <Field label={words.current} error={wrongWith(outcome, 'current')}>
        <TextInput name="current" type="password" autoComplete="current-password" />
      </Field>
      <Field
        label={words.next}
        description={words.atLeastCharacters(LIMITS.passwordMinimum)}
        error={wrongWith(outcome, 'password')}
      >
        <TextInput name="password" type="password" autoComplete="new-password" />
      </Field>
      <Button type="submit" pending={form.pending} className="self-start">
        {words.submit}
      </Button>
    </Form>
  )
}
