'use client'

import { Handshake } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type ReactNode, useId, useRef, useState } from 'react'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { Scopes } from '@/components/api-keys/key-cells'
import { useAsking } from '@/components/api-keys/use-asking'
import { apiKeyHref, appHref } from '@/components/places'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { useToast } from '@/components/ui/toast'
import { useLoaded } from '@/components/ui/use-loaded'
import type { OffersView, OfferView } from '@/lib/contract/hand-over'
import type { OfferId } from '@/lib/core/identifiers'
import { TYPE_WORDS } from '@/words/api-keys'
import { offersWords as words } from '@/words/hand-over'
import type { AcceptOffer, AcceptOfferDialogProps } from './accept-offer-dialog'
import { type AnswerOffer, useWithdrawOffer } from './use-withdraw-offer'

export type OffersPageProps = {
  view: OffersView
  actions: {
    readonly acceptOffer: AcceptOffer
    readonly acceptAppOffer: AnswerOffer
    readonly declineOffer: AnswerOffer
    readonly withdrawOffer: AnswerOffer
    readonly createSecret: CreateSecret
  }
}

const loadAcceptance = async () => (await import('./accept-offer-dialog')).AcceptOfferDialog

/** What is offered to whoever looks, and what they can take back of what was offered to others. */
export function OffersPage({ view, actions }: OffersPageProps) {
  const router = useRouter()
  const toast = useToast()
  const list = useRef<HTMLDivElement>(null)
  const { press } = usePress()
  const [answering, setAnswering] = useState<OfferId | null>(null)
  const [AcceptanceDialog, want, prepare] = useLoaded<AcceptOfferDialogProps>(loadAcceptance)
  const acceptance = useAsking<OfferView>(
    want,
    () => list.current,
    () => router.refresh(),
  )
  const withdraw = useWithdrawOffer(actions.withdrawOffer)

  /** An answer that needs no more than a press. The row goes with it. */
  function answer(offer: OfferView, act: AnswerOffer, said: { done: string; detail?: string; not: string }) {
    setAnswering(offer.id)
    press(
      () => act({ offerId: offer.id }),
      (outcome) => {
        setAnswering(null)
        if (outcome.ok) {
          toast({ title: said.done, ...(said.detail ? { description: said.detail } : {}) })
          list.current?.focus()
        } else toast({ title: said.not, description: outcome.message, tone: 'bad' })
        router.refresh()
      },
    )
  }

  return (
    <>
      <PageHeader title={words.title} description={words.description} />
      <div ref={list} tabIndex={-1} className="outline-none">
        {view.received.length === 0 ? (
          <EmptyState icon={Handshake} title={words.none} description={words.noneDescription} />
        ) : (
          <OfferList title={words.received}>
            {view.received.map((offer) => (
              <OfferLine key={offer.id} offer={offer} detail={words.fromBy(offer.from, offer.by)}>
                <Button
                  variant="primary"
                  aria-label={words.ofOffer(words.accept, nameOf(offer))}
                  disabled={offer.obstacle !== null}
                  pending={answering === offer.id}
                  onPointerEnter={prepare}
                  onFocus={prepare}
                  onClick={(event) =>
                    offer.apiKey
                      ? acceptance.ask(offer, event.currentTarget)
                      : answer(offer, actions.acceptAppOffer, {
                          done: words.nowYours(offer.app.name),
                          not: words.notAccepted(offer.app.name),
                        })
                  }
                >
                  {words.accept}
                </Button>
                <Button
                  aria-label={words.ofOffer(words.decline, nameOf(offer))}
                  onClick={() =>
                    answer(offer, actions.declineOffer, {
                      done: words.declined(nameOf(offer)),
                      not: words.notDeclined(nameOf(offer)),
                      ...(offer.apiKey?.leftBy ? { detail: words.declinedRuns } : {}),
                    })
                  }
                >
                  {words.decline}
                </Button>
              </OfferLine>
            ))}
          </OfferList>
        )}
      </div>
      {view.made.length > 0 && (
        <OfferList title={words.made}>
          {view.made.map((offer) => (
            <OfferLine key={offer.id} offer={offer} detail={words.to(offer.to)}>
              <Button
                aria-label={words.ofOffer(words.withdraw, nameOf(offer))}
                onClick={() => withdraw(offer.id, nameOf(offer))}
              >
                {words.withdraw}
              </Button>
            </OfferLine>
          ))}
        </OfferList>
      )}
      {AcceptanceDialog && acceptance.subject?.apiKey && (
        <AcceptanceDialog
          key={acceptance.subject.id}
          {...acceptance.dialog}
          offerId={acceptance.subject.id}
          apiKey={acceptance.subject.apiKey}
          now={view.now}
          acceptOffer={actions.acceptOffer}
          createSecret={actions.createSecret}
          onAccepted={acceptance.done}
        />
      )}
    </>
  )
}

const nameOf = ({ apiKey, app }: OfferView) => apiKey?.name ?? app.name

function OfferList({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="mb-3 font-semibold">
        {title}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface px-4">{children}</ul>
    </section>
  )
}

function OfferLine({ offer, detail, children }: { offer: OfferView; detail: string; children: ReactNode }) {
  const { organizationSlug } = useViewer()
  const { apiKey, app, expiresAt, obstacle } = offer
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 py-3">
      <div className="flex min-w-0 flex-col gap-0.5">
        <p className="break-words">
          {apiKey ? (
            <>
              <TextLink look="plain" href={apiKeyHref(organizationSlug, apiKey.app, apiKey.id)} className="font-medium">
                {apiKey.name}
              </TextLink>{' '}
              <span className="text-ink-2">{words.keyOf(app.name)}</span>
            </>
          ) : (
            <>
              <TextLink look="plain" href={appHref(organizationSlug, app)} className="font-medium">
                {app.name}
              </TextLink>{' '}
              <span className="text-ink-2">{words.app}</span>
            </>
          )}
        </p>
        <p className="text-ink-2 text-xs">
          <Said as={words.fact(detail, <Moment at={expiresAt} />)} />
        </p>
        {apiKey && (
          <p className="flex flex-wrap items-center gap-2 text-ink-2 text-xs">
            {TYPE_WORDS[apiKey.type]} <Scopes scopes={apiKey.scopes} />
          </p>
        )}
        {obstacle && <p className="text-warn text-xs">{obstacle}</p>}
      </div>
      <span className="flex flex-wrap gap-2">{children}</span>
    </li>
  )
}
