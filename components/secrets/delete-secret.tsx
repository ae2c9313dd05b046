'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { useToast } from '@/components/ui/toast'
import type { DeleteSecretInput, SecretView } from '@/lib/contract/secrets'
import { LIMITS } from '@/lib/core/limits'
import { secretsWords } from '@/words/secrets'
import { isDead } from './held-key'

export type DeleteSecret = Act<z.input<typeof DeleteSecretInput>, unknown>

const words = secretsWords.remove

/** Says what it holds and who loses it, and asks for agreement. */
export function DeleteSecretButton({ secret, deleteSecret }: { secret: SecretView; deleteSecret: DeleteSecret }) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [agreed, setAgreed] = useState(false)
  const agreement = useRef<HTMLInputElement>(null)
  const afterwards = useRef<HTMLElement | null>(null)
  const { holds } = secret
  return (
    <>
      <Button
        onClick={(event) => {
          afterwards.current = event.currentTarget
          setAgreed(false)
          setOpen(true)
        }}
      >
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        initialFocus={agreement}
        finalFocus={afterwards}
        fields={['agreed']}
        run={() => deleteSecret({ secretId: secret.id, agreed: true })}
        onDone={() => {
          afterwards.current = document.getElementById('content')
          setOpen(false)
          toast({ title: words.done(secret.name) })
          router.refresh()
        }}
        submit={words.submit}
        danger
        waiting={!agreed}
      >
        {(outcome) => (
          <>
            <p>{words.effect(secret.name, LIMITS.deletedSecretDays)}</p>
            {holds && !isDead(holds.status) && <Callout tone="warn">{words.holds(holds.name, holds.appName)}</Callout>}
            {secret.shares > 0 && <Callout tone="warn">{words.shared(secret.shares)}</Callout>}
            <Checkbox
              ref={agreement}
              name="agreed"
              label={words.agreement}
              checked={agreed}
              onChange={(event) => setAgreed(event.currentTarget.checked)}
              error={wrongWith(outcome, 'agreed')}
            />
          </>
        )}
      </FormDialog>
    </>
  )
}
