'use client'

import { useRouter } from 'next/navigation'
import { Moment } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { notificationSettingsHref } from '@/components/places'
import { type Act, usePress } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { LinkButton } from '@/components/ui/link-button'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { useToast } from '@/components/ui/toast'
import type { NotificationSettingsView } from '@/lib/contract/notifications'
import type { DeliveryId } from '@/lib/core/identifiers'
import { notificationsWords, saidOf } from '@/words/notifications'

const words = notificationsWords.settings

type Which = { deliveryId: DeliveryId } | { all: true }

export type FailedDeliveriesProps = {
  view: NotificationSettingsView
  /** Whether these are not the newest. */
  older: boolean
  retry: Act<Which, { deliveries: number }>
}

/** What could not be delivered, and why, with a way to try it again. */
export function FailedDeliveries({ view, older, retry }: FailedDeliveriesProps) {
  const path = notificationSettingsHref(useViewer().organizationSlug)
  const { press, pending } = usePress()
  const toast = useToast()
  const router = useRouter()
  const again = (which: Which) =>
    press(
      () => retry(which),
      (outcome) => {
        if (outcome.ok)
          toast({ title: 'all' in which ? words.allTriedAgain(outcome.value.deliveries) : words.triedAgain })
        else toast({ title: outcome.message, tone: 'bad' })
        router.refresh()
      },
    )
  return (
    <section aria-labelledby="failed-title" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="failed-title" className="font-semibold text-base">
          {words.failed}
        </h2>
        {(view.failed.length > 1 || older) && (
          <Button size="small" pending={pending} onClick={() => again({ all: true })}>
            {words.tryAllAgain}
          </Button>
        )}
      </div>
      {view.waiting > 0 && <p className="text-ink-2">{words.waiting(view.waiting)}</p>}
      {view.failed.length === 0 ? (
        <p className="text-ink-2">{older ? words.noOlderFailed : words.noneFailed}</p>
      ) : (
        <>
          <p className="text-ink-2">{words.failedDescription}</p>
          <Table caption={words.failed}>
            <TableHead>
              <TableRow>
                <ColumnHead>{words.message}</ColumnHead>
                <ColumnHead>{words.to}</ColumnHead>
                <ColumnHead>{words.reason}</ColumnHead>
                <ColumnHead>{words.since}</ColumnHead>
                <ColumnHead align="end" labelHidden>
                  {words.actions}
                </ColumnHead>
              </TableRow>
            </TableHead>
            <TableBody>
              {view.failed.map(({ id, to, error, at, happening }) => {
                const { sentence } = saidOf(happening)
                return (
                  <TableRow key={id}>
                    <TableCell inCard="title" className="break-words font-medium">
                      {sentence}
                    </TableCell>
                    <TableCell label={words.to}>{to}</TableCell>
                    <TableCell label={words.reason} className="break-words">
                      {error}
                    </TableCell>
                    <TableCell label={words.since}>
                      <Moment at={at} />
                    </TableCell>
                    <TableCell inCard="actions" align="end">
                      <Button
                        size="small"
                        pending={pending}
                        aria-label={words.tryAgainFor(sentence, to)}
                        onClick={() => again({ deliveryId: id })}
                      >
                        {words.tryAgain}
                      </Button>
                    </TableCell>
                  </TableRow>
                )
              })}
            </TableBody>
          </Table>
        </>
      )}
      {(older || view.nextBefore !== null) && (
        <nav aria-label={words.pages} className="flex gap-2">
          {older && (
            <LinkButton size="small" href={path}>
              {words.newest}
            </LinkButton>
          )}
          {view.nextBefore !== null && (
            <LinkButton size="small" href={`${path}?before=${view.nextBefore}`}>
              {words.older}
            </LinkButton>
          )}
        </nav>
      )}
    </section>
  )
}
