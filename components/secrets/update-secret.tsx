'use client'

import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { Moment } from '@/components/accounts/moment'
import { FormDialog } from '@/components/form-dialog'
import { type Act, wrongWith } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field } from '@/components/ui/field'
import { Said } from '@/components/ui/said'
import { Textarea } from '@/components/ui/textarea'
import { useToast } from '@/components/ui/toast'
import type { SecretView, UpdateSecretInput } from '@/lib/contract/secrets'
import { secretsWords } from '@/words/secrets'
import { RevealedValue, type RevealSecret, useReveal } from './reveal-dialog'

export type UpdateSecret = Act<z.input<typeof UpdateSecretInput>, { readonly version: number }>

/** Who saved what while the dialog was open. */
interface Newer {
  readonly who: string
  readonly version: number
  readonly at: string
}

const words = secretsWords.update

export type UpdateSecretButtonProps = { secret: SecretView; updateSecret: UpdateSecret; revealSecret: RevealSecret }

/** Takes a new value. When somebody else saved one meanwhile it says so, keeps what was typed, and leaves the choice. */
export function UpdateSecretButton({ secret, updateSecret, revealSecret }: UpdateSecretButtonProps) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  // As it was when the dialog opened: what comes meanwhile is then told of, not written over.
  const [seen, setSeen] = useState(secret.version)
  const [newer, setNewer] = useState<Newer | null>(null)
  const reveal = useReveal(revealSecret)
  const button = useRef<HTMLButtonElement>(null)
  const value = useRef<HTMLTextAreaElement>(null)

  async function save(fields: FormData) {
    const answer = await updateSecret({
      secretId: secret.id,
      version: newer?.version ?? seen,
      value: String(fields.get('value')),
    })
    if (!answer.ok && answer.code === 'secret_changed') {
      reveal.end()
      setNewer(newerOf(answer.params ?? {}))
    }
    return answer
  }

  return (
    <>
      <Button
        ref={button}
        variant="primary"
        onClick={() => {
          setSeen(secret.version)
          setNewer(null)
          setOpen(true)
        }}
      >
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={(next) => {
          reveal.end()
          setOpen(next)
        }}
        title={words.title}
        description={words.description(secret.name, (newer?.version ?? seen) + 1)}
        initialFocus={value}
        finalFocus={button}
        fields={['value']}
        toldByItself="secret_changed"
        run={save}
        onDone={({ version }) => {
          reveal.end()
          setOpen(false)
          toast({ title: words.done(secret.name, version) })
          router.refresh()
        }}
        submit={newer ? words.anyway(newer.version + 1) : words.submit(seen + 1)}
      >
        {(outcome) => (
          <>
            {newer && (
              <Callout tone="warn" title={words.changedTitle} urgent>
                <Said as={words.changed(newer.who, newer.version, <Moment key="at" at={newer.at} look="exact" />)} />{' '}
                {words.nothingLost}
                <span className="mt-2 block">
                  <Button
                    size="small"
                    pending={reveal.pending !== null}
                    onClick={(event) =>
                      reveal.begin(
                        { id: secret.id, name: secret.name, version: newer.version, isCurrent: false, holds: null },
                        event.currentTarget,
                      )
                    }
                  >
                    {words.look(newer.version)}
                  </Button>
                </span>
              </Callout>
            )}
            {reveal.open && <RevealedValue reveal={reveal} name={secret.name} />}
            <Field label={words.value} error={wrongWith(outcome, 'value')}>
              <Textarea ref={value} name="value" mono rows={4} autoComplete="off" spellCheck={false} />
            </Field>
          </>
        )}
      </FormDialog>
    </>
  )
}

const newerOf = (params: Readonly<Record<string, string | number>>): Newer => ({
  who: String(params.who),
  version: Number(params.version),
  at: String(params.at),
})
