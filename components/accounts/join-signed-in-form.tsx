'use client'

import { useActionState } from 'react'
import { wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Form } from '@/components/ui/form'
import { membersWords } from '@/words/members'
import type { AccountAction } from './account-form-state'

const words = membersWords.accept

export type JoinSignedInFormProps = {
  join: AccountAction
  token: string
  organization: string
  person: { readonly name: string; readonly email: string }
}

/** Whoever is signed in as the one who was invited has nothing more to say than yes. */
export function JoinSignedInForm({ join, token, organization, person }: JoinSignedInFormProps) {
  const [state, action] = useActionState(join, null)
  const wrong = wrongAltogether(state, [])
  return (
    <Form action={action} outcome={state} className="flex flex-col gap-4">
      {wrong && (
        <Callout tone="bad" urgent>
          {wrong}
        </Callout>
      )}
      <input type="hidden" name="token" value={token} />
      <p>{words.asOwn(person.name, person.email)}</p>
      <Button type="submit" variant="primary" className="w-full">
        {words.join(organization)}
      </Button>
    </Form>
  )
}
