'use client'

import { useRouter } from 'next/navigation'
import { type Act, useSubmission, wrongAltogether } from '@/components/submission'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Checkbox } from '@/components/ui/checkbox'
import { Form } from '@/components/ui/form'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import { useToast } from '@/components/ui/toast'
import type { NotificationSettingsView } from '@/lib/contract/notifications'
import { CHANNELS, type Channel, type HappeningKind } from '@/lib/core/happenings'
import { notificationsWords } from '@/words/notifications'

const words = notificationsWords.settings

export type ChannelsFormProps = {
  view: NotificationSettingsView
  choose: Act<{ on: { kind: HappeningKind; channel: Channel }[] }, unknown>
}

/** Of what the organization tells, and how: a row for each kind, a box for each channel. */
export function ChannelsForm({ view, choose }: ChannelsFormProps) {
  const toast = useToast()
  const router = useRouter()
  const { action, onSubmit, outcome } = useSubmission(
    (form) =>
      choose({
        on: CHANNELS.flatMap((channel) =>
          form.getAll(channel).map((kind) => ({ kind: kind as HappeningKind, channel })),
        ),
      }),
    () => {
      toast({ title: words.saved })
      router.refresh()
    },
  )
  const wrong = wrongAltogether(outcome, [])
  return (
    <section aria-labelledby="channels-title" className="flex flex-col gap-3">
      <h2 id="channels-title" className="font-semibold text-base">
        {words.what}
      </h2>
      <p className="max-w-prose text-ink-2">{words.whatDescription}</p>
      <Form action={action} onSubmit={onSubmit} outcome={outcome} className="flex flex-col items-start gap-3">
        {wrong && (
          <Callout tone="bad" urgent>
            {wrong}
          </Callout>
        )}
        <div className="w-full">
          <Table caption={words.what}>
            <TableHead>
              <TableRow>
                <ColumnHead>{words.happening}</ColumnHead>
                <ColumnHead>{words.toldTo}</ColumnHead>
                {CHANNELS.map((channel) => (
                  <ColumnHead key={channel}>{words.channels[channel]}</ColumnHead>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {view.kinds.map(({ kind, to, channels }) => (
                <TableRow key={kind}>
                  <TableCell inCard="title" className="font-medium">
                    {notificationsWords.kinds[kind]}
                  </TableCell>
                  <TableCell label={words.toldTo}>{words.audience[to]}</TableCell>
                  {CHANNELS.map((channel) => (
                    <TableCell key={channel} label={words.channels[channel]}>
                      {channels[channel] === null ? (
                        <span className="text-ink-2">{words.never}</span>
                      ) : (
                        <Checkbox
                          name={channel}
                          value={kind}
                          defaultChecked={channels[channel]}
                          label={words.channelOf(words.channels[channel], notificationsWords.kinds[kind])}
                          labelHidden
                        />
                      )}
                    </TableCell>
                  ))}
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </div>
        <Button type="submit">{words.save}</Button>
      </Form>
    </section>
  )
}
