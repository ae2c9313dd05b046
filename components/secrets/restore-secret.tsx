'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Button, type ButtonProps } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { RestoreSecretInput, SecretView } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'

export type RestoreSecret = Act<z.input<typeof RestoreSecretInput>, { readonly name: string }>

const words = secretsWords.restore

export type RestoreSecretButtonProps = { secret: SecretView; restoreSecret: RestoreSecret } & Pick<
  ButtonProps,
  'size' | 'variant'
>

/** Its name is offered, and may have to be another: what it was called may have been given away meanwhile. */
export function RestoreSecretButton({ secret, restoreSecret, ...look }: RestoreSecretButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const name = useRef<HTMLInputElement>(null)
  // The button goes with what it was for; the page stays.
  const afterwards = useRef<HTMLElement | null>(null)
  return (
    <>
      <Button
        {...look}
        aria-label={words.named(secret.name)}
        onClick={(event) => {
          afterwards.current = event.currentTarget
          setOpen(true)
        }}
      >
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={words.description}
        initialFocus={name}
        finalFocus={afterwards}
        fields={['name']}
        run={(fields) => restoreSecret({ secretId: secret.id, name: String(fields.get('name')) })}
        onDone={(restored) => {
          afterwards.current = document.getElementById('content')
          setOpen(false)
          toast({ title: words.done(restored.name) })
          router.refresh()
        }}
        submit={words.submit}
      >
        {(outcome) => (
          <Field
            label={secretsWords.columns.name}
            description={secretsWords.create.nameRule}
            error={wrongWith(outcome, 'name')}
          >
            <TextInput ref={name} name="name" mono defaultValue={secret.name} autoComplete="off" />
          </Field>
        )}
      </FormDialog>
    </>
  )
}
