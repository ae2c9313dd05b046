'use client'

import { type ReactNode, type RefObject, Suspense, use, useState } from 'react'
import type { z } from 'zod'
import { FormDialog } from '@/components/form-dialog'
import { type Act, type Outcome, wrongWith } from '@/components/submission'
import { SearchSelect } from '@/components/ui/search-select'
import { Skeleton } from '@/components/ui/skeleton'
import type { ActionState } from '@/lib/contract/action-state'
import type { HeirView, ListHeirsInput } from '@/lib/contract/hand-over'
import type { MembershipId } from '@/lib/core/identifiers'
import { offerDialogWords as words } from '@/words/hand-over'

export type ListHeirs = Act<z.input<typeof ListHeirsInput>, readonly HeirView[]>
/** Asked for when the dialog is: by then it is on its way. */
export type AwaitedHeirs = Promise<Outcome<readonly HeirView[]>>

export type OfferDialogProps<Output> = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  description: string
  submit: string
  heirs: AwaitedHeirs
  offer: (toMembershipId: MembershipId) => Promise<ActionState<Output>>
  onDone: (value: Output) => void
  finalFocus: RefObject<HTMLElement | null>
  children?: ReactNode
}

/** Asks which member is to take something over. */
export function OfferDialog<Output>({
  open,
  onOpenChange,
  title,
  description,
  submit,
  heirs,
  offer,
  onDone,
  finalFocus,
  children,
}: OfferDialogProps<Output>) {
  const [chosen, setChosen] = useState<MembershipId | ''>('')
  return (
    <FormDialog
      open={open}
      onOpenChange={(next) => {
        if (!next) setChosen('')
        onOpenChange(next)
      }}
      title={title}
      description={description}
      finalFocus={finalFocus}
      fields={['toMembershipId']}
      run={() => offer(chosen as MembershipId)}
      onDone={(value) => {
        setChosen('')
        onDone(value)
      }}
      submit={submit}
      waiting={chosen === ''}
    >
      {(outcome) => (
        <>
          <Suspense fallback={<Skeleton className="h-15 w-full" />}>
            <HeirField heirs={heirs} value={chosen} onValueChange={setChosen} outcome={outcome} />
          </Suspense>
          {children}
        </>
      )}
    </FormDialog>
  )
}

function HeirField({
  heirs,
  value,
  onValueChange,
  outcome,
}: {
  heirs: AwaitedHeirs
  value: MembershipId | ''
  onValueChange: (chosen: MembershipId | '') => void
  outcome: Outcome<unknown> | null
}) {
  const found = use(heirs)
  if (!found.ok) return <p className="text-bad">{found.message}</p>
  if (found.value.length === 0) return <p>{words.nobody}</p>
  const wrong = wrongWith(outcome, 'toMembershipId')
  return (
    <div className="flex flex-col gap-1.5">
      <span aria-hidden className="font-medium">
        {words.member}
      </span>
      <SearchSelect
        label={words.member}
        options={[
          { value: '', label: words.choose },
          ...found.value.map(({ id, name, email }) => ({ value: id, label: words.option(name, email) })),
        ]}
        value={value}
        onValueChange={(chosen) => onValueChange(chosen as MembershipId | '')}
        searchLabel={words.search}
        nothingFound={words.nobodyFound}
        className="w-full"
      />
      <p role="alert" className="text-bad empty:hidden">
        {wrong}
      </p>
    </div>
  )
}
