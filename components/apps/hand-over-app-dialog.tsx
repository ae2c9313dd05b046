'use client'

import type { RefObject } from 'react'
import type { z } from 'zod'
import { type AwaitedHeirs, OfferDialog } from '@/components/hand-over/offer-dialog'
import type { Act } from '@/components/submission'
import { useToast } from '@/components/ui/toast'
import type { AppView } from '@/lib/contract/apps'
import type { AssignAppOwnerInput, OfferAppInput } from '@/lib/contract/hand-over'
import { LIMITS } from '@/lib/core/limits'
import { offerDialogWords as words } from '@/words/hand-over'

/** What the dialog asks of the portal. */
export interface HandOverApp {
  readonly offerApp: Act<z.input<typeof OfferAppInput>, { readonly to: string }>
  readonly assignAppOwner: Act<z.input<typeof AssignAppOwnerInput>, { readonly to: string }>
}

export type HandOverAppDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  app: AppView
  heirs: AwaitedHeirs
  actions: HandOverApp
  onDone: () => void
  finalFocus: RefObject<HTMLElement | null>
}

/** An app that has an owner is offered; one that has none is given one at once. */
export function HandOverAppDialog({ app, heirs, actions, onDone, ...dialog }: HandOverAppDialogProps) {
  const toast = useToast()
  const owned = app.owner !== null
  return (
    <OfferDialog
      {...dialog}
      title={owned ? words.titleOfApp(app.name) : words.titleOfOwner(app.name)}
      description={owned ? words.descriptionOfApp : words.descriptionOfOwner}
      submit={owned ? words.submit : words.give}
      heirs={heirs}
      offer={(toMembershipId) => (owned ? actions.offerApp : actions.assignAppOwner)({ appId: app.id, toMembershipId })}
      onDone={({ to }) => {
        dialog.onOpenChange(false)
        toast({ title: owned ? words.offered(app.name, to) : words.given(to, app.name) })
        onDone()
      }}
    >
      {owned && <p className="text-ink-2">{words.until(LIMITS.offerDays)}</p>}
    </OfferDialog>
  )
}
