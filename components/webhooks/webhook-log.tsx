'use client'

import { ScrollText, SearchX } from 'lucide-react'
import type { z } from 'zod'
import { Distance, Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { ListFoot } from '@/components/list-foot'
import { webhookDeliveryHref, webhookHref } from '@/components/places'
import type { Act } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { Said } from '@/components/ui/said'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { Tabs } from '@/components/ui/tabs'
import { TextLink } from '@/components/ui/text-link'
import type { WebhookDeliveryInput, WebhookDeliveryView, WebhookInput, WebhookPageView } from '@/lib/contract/webhooks'
import { WEBHOOK_LOG_FILTERS } from '@/lib/core/webhook-log'
import { inNumbers } from '@/lib/core/words/counted'
import { webhooksWords } from '@/words/webhooks'
import { OutcomeWords } from './attempt-outcome'
import { useAskedPress } from './use-asked-press'
import { type WebhookLogAddress, webhookLogHref } from './webhook-log-address'
import { DeliveryState } from './webhook-state'

const words = webhooksWords.log

export type SendAgain = Act<z.input<typeof WebhookDeliveryInput>, unknown>
export type SendFailedAgain = Act<z.input<typeof WebhookInput>, { readonly messages: number }>

export type WebhookLogProps = {
  view: WebhookPageView
  address: WebhookLogAddress
  sendAgain: SendAgain
  sendFailedAgain: SendFailedAgain
}

/** What was sent, what waits and what failed, the newest first. */
export function WebhookLog({ view, address, sendAgain, sendFailedAgain }: WebhookLogProps) {
  const { organizationSlug } = useViewer()
  const { webhook, deliveries, nextAfter, now } = view
  const href = (to: Partial<WebhookLogAddress>) =>
    webhookLogHref(webhookHref(organizationSlug, webhook.id), { ...address, after: null, ...to })
  return (
    <section aria-labelledby="log" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div>
          <h2 id="log" className="font-semibold">
            {words.title}
          </h2>
          <p className="mt-0.5 text-ink-2">{words.description}</p>
        </div>
        {webhook.failed > 0 && !webhook.disabled && (
          <SendFailedAgainButton webhook={webhook} sendFailedAgain={sendFailedAgain} />
        )}
      </div>
      <Tabs
        label={words.states}
        tabs={[
          { label: words.all, href: href({ state: null }), current: address.state === null },
          ...WEBHOOK_LOG_FILTERS.map((state) => ({
            label: words.state[state],
            href: href({ state }),
            current: address.state === state,
            count: state === 'sent' ? undefined : inNumbers(state === 'failed' ? webhook.failed : webhook.waiting),
          })),
        ]}
      />
      {deliveries.length === 0 ? (
        address.state ? (
          <EmptyState
            icon={SearchX}
            title={words.emptyOfState}
            action={<LinkButton href={href({ state: null })}>{words.showAll}</LinkButton>}
          />
        ) : (
          <EmptyState icon={ScrollText} title={words.empty} description={words.emptyDescription} />
        )
      ) : (
        <>
          <Table caption={words.title}>
            <TableHead>
              <TableRow>
                <ColumnHead>{words.message}</ColumnHead>
                <ColumnHead>{webhooksWords.list.state}</ColumnHead>
                <ColumnHead>{words.lastAnswer}</ColumnHead>
                <ColumnHead align="end">{words.attempts}</ColumnHead>
                <ColumnHead align="end">{words.actions}</ColumnHead>
              </TableRow>
            </TableHead>
            <TableBody>
              {deliveries.map((delivery) => (
                <DeliveryRow
                  key={delivery.id}
                  webhook={webhook}
                  delivery={delivery}
                  href={webhookDeliveryHref(organizationSlug, webhook.id, delivery.id)}
                  now={now}
                  sendAgain={sendAgain}
                />
              ))}
            </TableBody>
          </Table>
          <ListFoot
            pages={words.pages}
            first={address.after ? href({}) : null}
            next={nextAfter ? href({ after: nextAfter }) : null}
          />
        </>
      )}
    </section>
  )
}

type DeliveryRowProps = Pick<WebhookPageView, 'webhook' | 'now'> & {
  delivery: WebhookDeliveryView
  href: string
  sendAgain: SendAgain
}

function DeliveryRow({ webhook, delivery, href, now, sendAgain }: DeliveryRowProps) {
  const { type, at, state, last, nextAttemptAt, attempts } = delivery
  return (
    <TableRow>
      <TableCell inCard="title" detail={<Moment at={at} look="exact" />}>
        <TextLink look="plain" href={href} className="font-mono text-xs">
          {type}
        </TextLink>
      </TableCell>
      <TableCell
        label={webhooksWords.list.state}
        {...(nextAttemptAt ? { detail: <Said as={words.next(<Distance at={nextAttemptAt} now={now} />)} /> } : {})}
      >
        <DeliveryState state={state} />
      </TableCell>
      <TableCell
        label={words.lastAnswer}
        {...(last ? { detail: <Distance at={last.at} now={now} /> } : {})}
        className="md:whitespace-nowrap"
      >
        {last ? <OutcomeWords outcome={last.outcome} /> : words.none}
      </TableCell>
      <TableCell label={words.attempts} align="end">
        {attempts}
      </TableCell>
      <TableCell inCard="actions" align="end">
        {state !== 'held' && !webhook.disabled && (
          <SendAgainButton size="small" webhook={webhook} delivery={delivery} sendAgain={sendAgain} />
        )}
      </TableCell>
    </TableRow>
  )
}

export function SendAgainButton({
  webhook,
  delivery,
  sendAgain,
  size = 'medium',
}: Pick<DeliveryRowProps, 'webhook' | 'delivery' | 'sendAgain'> & { size?: 'small' | 'medium' }) {
  const { pending, confirm } = useAskedPress(
    () => sendAgain({ webhookEndpointId: webhook.id, deliveryId: delivery.id }),
    { done: () => words.sentAgain, notDone: words.notSentAgain },
  )
  return (
    <Button size={size} aria-label={words.sendAgainNamed(delivery.type)} pending={pending} onClick={confirm}>
      {words.sendAgain}
    </Button>
  )
}

function SendFailedAgainButton({
  webhook,
  sendFailedAgain,
}: Pick<WebhookPageView, 'webhook'> & Pick<WebhookLogProps, 'sendFailedAgain'>) {
  const { pending, confirm } = useAskedPress(() => sendFailedAgain({ webhookEndpointId: webhook.id }), {
    done: ({ messages }) => words.sentFailedAgain(messages),
    notDone: words.notSentFailedAgain,
  })
  return (
    <Button size="small" pending={pending} onClick={confirm}>
      {words.sendFailedAgain}
    </Button>
  )
}
