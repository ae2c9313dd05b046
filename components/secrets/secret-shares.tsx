'use client'

import { X } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, usePress, wrongWith } from '@/components/submission'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice-group'
import { Field } from '@/components/ui/field'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { useToast } from '@/components/ui/toast'
import type { SecretMemberView, SecretPageView, ShareSecretInput, UnshareSecretInput } from '@/lib/contract/secrets'
import { SECRET_ACCESSES, type SecretAccess } from '@/lib/core/secret'
import { secretsWords } from '@/words/secrets'
import { ROLE_WORDS } from '@/words/terms'

export type ShareSecret = Act<z.input<typeof ShareSecretInput>, { readonly name: string }>
export type UnshareSecret = Act<z.input<typeof UnshareSecretInput>, unknown>

const words = secretsWords.share

export type SecretSharesProps = { view: SecretPageView; shareSecret: ShareSecret; unshareSecret: UnshareSecret }

/** Who else has it, and the way to give it to somebody. For those who may manage it. */
export function SecretShares({ view, shareSecret, unshareSecret }: SecretSharesProps) {
  const router = useRouter()
  const toast = useToast()
  const section = useRef<HTMLElement>(null)
  const { press } = usePress()
  const [ending, setEnding] = useState<SecretMemberView | null>(null)
  const { secret, shares, shareable } = view

  function end(member: SecretMemberView) {
    setEnding(member)
    press(
      () => unshareSecret({ secretId: secret.id, membershipId: member.id }),
      (outcome) => {
        setEnding(null)
        if (outcome.ok) {
          toast({ title: words.removed(secret.name, member.name) })
          // The row goes with its button.
          section.current?.focus()
          router.refresh()
        } else toast({ title: words.notRemoved, description: outcome.message, tone: 'bad' })
      },
    )
  }

  return (
    <section ref={section} tabIndex={-1} aria-labelledby="shares" className="outline-none">
      <div className="mb-3 flex items-center justify-between gap-2">
        <h2 id="shares" className="font-semibold">
          {words.heading}
        </h2>
        {shareable.length > 0 && <ShareButton view={view} shareSecret={shareSecret} />}
      </div>
      {shares.length === 0 ? (
        <p className="text-ink-2">{shareable.length > 0 ? words.nobody : words.noneToShareWith}</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface px-4">
          {shares.map(({ member, access }) => (
            <li key={member.id} className="flex items-center justify-between gap-2 py-2.5">
              <div className="min-w-0">
                <p className="break-words font-medium">{member.name}</p>
                <p className="break-words text-ink-2 text-xs">{ROLE_WORDS[member.role]}</p>
              </div>
              <span className="flex items-center gap-1.5">
                <Badge>{words.accesses[access]}</Badge>
                <IconButton
                  label={words.remove(member.name)}
                  pending={ending?.id === member.id}
                  onClick={() => end(member)}
                >
                  <X aria-hidden />
                </IconButton>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function ShareButton({ view, shareSecret }: Pick<SecretSharesProps, 'view' | 'shareSecret'>) {
  const router = useRouter()
  const toast = useToast()
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState('')
  const [access, setAccess] = useState<SecretAccess>('read')
  const button = useRef<HTMLButtonElement>(null)
  const select = useRef<HTMLSelectElement>(null)
  const { secret, shareable } = view
  const accesses = shareable.find(({ id }) => id === chosen)?.accesses ?? SECRET_ACCESSES

  return (
    <>
      <Button
        ref={button}
        size="small"
        onClick={() => {
          setChosen('')
          setAccess('read')
          setOpen(true)
        }}
      >
        {words.action}
      </Button>
      <FormDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title(secret.name)}
        description={words.description}
        initialFocus={select}
        finalFocus={button}
        fields={['membershipId', 'access']}
        run={() => shareSecret({ secretId: secret.id, membershipId: chosen as SecretMemberView['id'], access })}
        onDone={({ name }) => {
          setOpen(false)
          toast({ title: words.done(secret.name, name) })
          router.refresh()
        }}
        submit={words.submit}
      >
        {(outcome) => (
          <>
            <Field label={words.member} error={wrongWith(outcome, 'membershipId')}>
              <Select
                ref={select}
                name="membershipId"
                placeholder={words.choose}
                value={chosen}
                onChange={(event) => {
                  const member = shareable.find(({ id }) => id === event.currentTarget.value)
                  setChosen(event.currentTarget.value)
                  if (member && !member.accesses.includes(access)) setAccess('read')
                }}
                options={shareable.map(({ id, name, email, role }) => ({
                  value: id,
                  label: `${name}, ${ROLE_WORDS[role]} (${email})`,
                }))}
              />
            </Field>
            <ChoiceGroup
              label={words.access}
              name="access"
              look="cards"
              value={access}
              onValueChange={(value) => setAccess(value as SecretAccess)}
              error={wrongWith(outcome, 'access')}
              choices={SECRET_ACCESSES.map((known) => ({
                value: known,
                label: words.accesses[known],
                detail: words.accessDetails[known],
                disabled: !accesses.includes(known),
              }))}
            />
          </>
        )}
      </FormDialog>
    </>
  )
}
