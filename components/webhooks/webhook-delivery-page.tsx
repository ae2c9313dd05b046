'use client'

import { Moment, TimesNote } from '@/components/accounts/moment'
import { CodeBlock } from '@/components/ui/code-block'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { ColumnHead, Table, TableBody, TableCell, TableHead, TableRow } from '@/components/ui/table'
import type { WebhookDeliveryPageView } from '@/lib/contract/webhooks'
import { webhooksWords } from '@/words/webhooks'
import { adviceFor, OutcomeWords } from './attempt-outcome'
import { type SendAgain, SendAgainButton } from './webhook-log'
import { DeliveryState } from './webhook-state'

const words = webhooksWords.delivery

/** One message: what is sent, and what came of each attempt. */
export function WebhookDeliveryPage({ view, sendAgain }: { view: WebhookDeliveryPageView; sendAgain: SendAgain }) {
  const { webhook, delivery, message, attempts } = view
  const { type, state } = delivery
  return (
    <>
      <PageHeader
        title={<span className="break-all font-mono">{type}</span>}
        description={webhooksWords.types[type]}
        status={<DeliveryState state={state} />}
        actions={
          state !== 'held' &&
          !webhook.disabled && <SendAgainButton webhook={webhook} delivery={delivery} sendAgain={sendAgain} />
        }
      />
      <Facts>
        <Fact label={words.id} detail={words.idDetail}>
          <span className="break-all font-mono text-xs">{delivery.id}</span>
        </Fact>
        <Fact label={webhooksWords.log.happened}>
          <Moment at={delivery.at} look="exact" />
        </Fact>
        <Fact label={webhooksWords.fields.url}>
          <span className="break-all font-mono text-xs">{webhook.url}</span>
        </Fact>
      </Facts>
      <section aria-labelledby="attempts" className="flex flex-col gap-3">
        <div>
          <h2 id="attempts" className="font-semibold">
            {words.attempts}
          </h2>
          <p className="mt-0.5 text-ink-2">{words.attemptsDescription}</p>
        </div>
        {attempts.length === 0 ? (
          <p className="rounded-lg border border-line-strong border-dashed px-4 py-3 text-ink-2">{words.noAttempts}</p>
        ) : (
          <>
            <Table caption={words.attempts}>
              <TableHead>
                <TableRow>
                  <ColumnHead>{words.when}</ColumnHead>
                  <ColumnHead>{words.outcome}</ColumnHead>
                  <ColumnHead align="end">{words.took}</ColumnHead>
                  <ColumnHead>{words.answer}</ColumnHead>
                </TableRow>
              </TableHead>
              <TableBody>
                {attempts.map(({ at, outcome }) => (
                  <TableRow key={at}>
                    <TableCell inCard="title" className="md:whitespace-nowrap">
                      <Moment at={at} look="exact" />
                    </TableCell>
                    <TableCell label={words.outcome} detail={adviceFor(outcome) ?? undefined}>
                      <OutcomeWords outcome={outcome} />
                    </TableCell>
                    <TableCell label={words.took} align="end" className="md:whitespace-nowrap">
                      {webhooksWords.outcome.milliseconds(outcome.milliseconds)}
                    </TableCell>
                    <TableCell
                      label={words.answer}
                      className="whitespace-pre-wrap font-mono text-xs [overflow-wrap:anywhere]"
                    >
                      {(outcome.kind === 'answered' && outcome.text) || (
                        <span className="text-ink-3">{words.noText}</span>
                      )}
                    </TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
            <p className="px-0.5 text-right text-ink-2">
              <TimesNote />
            </p>
          </>
        )}
      </section>
      <section aria-labelledby="body" className="flex flex-col gap-3">
        <h2 id="body" className="font-semibold">
          {words.body}
        </h2>
        <CodeBlock code={message} label={words.body} copyLabel={words.copyBody} />
      </section>
    </>
  )
}
