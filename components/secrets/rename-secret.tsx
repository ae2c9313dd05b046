'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { TextInput } from '@/components/ui/text-input'
import { useToast } from '@/components/ui/toast'
import type { RenameSecretInput, SecretView } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'

export type RenameSecret = Act<z.input<typeof RenameSecretInput>, { readonly name: string }>

const words = secretsWords.rename

export function RenameSecretButton({ secret, renameSecret }: { secret: SecretView; renameSecret: RenameSecret }) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const name = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button ref={button} size="small" onClick={() => setOpen(true)}>
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={words.description}
        initialFocus={name}
        finalFocus={button}
        fields={['name']}
        run={(fields) => renameSecret({ secretId: secret.id, name: String(fields.get('name')) })}
        onDone={(renamed) => {
          setOpen(false)
          toast({ title: words.done(renamed.name) })
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
