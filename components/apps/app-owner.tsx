'use client'

import { useRouter } from 'next/navigation'
import { useAsking } from '@/components/api-keys/use-asking'
import type { AwaitedHeirs, ListHeirs } from '@/components/hand-over/offer-dialog'
import { Offered } from '@/components/hand-over/offered'
import { type AnswerOffer, useWithdrawOffer } from '@/components/hand-over/use-withdraw-offer'
import { attempt } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { useLoaded } from '@/components/ui/use-loaded'
import type { AppView } from '@/lib/contract/apps'
import { appsWords } from '@/words/apps'
import { offeredWords } from '@/words/hand-over'
import type { HandOverApp, HandOverAppDialogProps } from './hand-over-app-dialog'

const words = appsWords.appPage

export interface AppOwnerActions extends HandOverApp {
  readonly listHeirs: ListHeirs
  readonly withdrawOffer: AnswerOffer
}

const loadDialog = async () => (await import('./hand-over-app-dialog')).HandOverAppDialog

/** Who answers for the app, whom it is offered to, and the way to somebody else. */
export function AppOwner({ app, actions }: { app: AppView; actions: AppOwnerActions }) {
  const router = useRouter()
  const [HandOverDialog, want, prepare] = useLoaded<HandOverAppDialogProps>(loadDialog)
  const asking = useAsking<AwaitedHeirs>(
    want,
    () => document.getElementById('content'),
    () => router.refresh(),
  )
  const withdraw = useWithdrawOffer(actions.withdrawOffer)
  const { offer, owner, can } = app
  const may = owner ? can.manage : can.assignOwner
  return (
    <div className="flex flex-wrap items-start justify-between gap-2">
      <span className="min-w-0 flex-1 break-words">
        {owner?.name ?? words.noOwner}
        {offer && (
          <span className="block text-ink-2 text-xs">
            <Offered offer={offer} />
          </span>
        )}
      </span>
      {offer && owner ? (
        <Button size="small" onClick={() => withdraw(offer.id, app.name)}>
          {offeredWords.withdraw}
        </Button>
      ) : (
        may && (
          <Button
            size="small"
            onPointerEnter={prepare}
            onFocus={prepare}
            onClick={(event) =>
              asking.ask(
                attempt(() => actions.listHeirs({ appId: app.id })),
                event.currentTarget,
              )
            }
          >
            {owner ? words.handOver : words.giveOwner}
          </Button>
        )
      )}
      {HandOverDialog && asking.subject && (
        <HandOverDialog {...asking.dialog} app={app} heirs={asking.subject} actions={actions} onDone={asking.done} />
      )}
    </div>
  )
}
