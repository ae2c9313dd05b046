import { Moment } from '@/components/accounts/moment'
import { OpenReceipt } from '@/components/receipts/open-receipt'
import { doneWord } from '@/components/receipts/receipt-words'
import { Said } from '@/components/ui/said'
import type { EventView } from '@/lib/contract/audit-log'
import { auditLogWords } from '@/words/audit-log'
import { eventWords } from './event-words'

/** Everything that happened to one thing, as it came from the log. */
export function Timeline({ events }: { events: readonly EventView[] }) {
  return (
    <ol className="flex flex-col">
      {events.map((event) => {
        const { words, icon: Icon } = eventWords(event.type)
        return (
          <li key={event.number} className="group flex gap-3">
            <span className="flex flex-col items-center">
              <span className="flex size-7 shrink-0 items-center justify-center rounded-full border border-line bg-surface text-ink-2">
                <Icon aria-hidden className="size-3.5" />
              </span>
              <span aria-hidden className="w-px flex-1 bg-line group-last:hidden" />
            </span>
            <div className="min-w-0 flex-1 pt-1 pb-5">
              <p className="break-words">
                <Said as={auditLogWords.timeline.by(<span className="font-medium">{words}</span>, event.actor)} />
              </p>
              <p className="text-ink-2 text-xs">
                {event.address ? (
                  <Said
                    as={auditLogWords.timeline.from(
                      <Moment at={event.at} look="exact" />,
                      <span className="font-mono">{event.address}</span>,
                    )}
                  />
                ) : (
                  <Moment at={event.at} look="exact" />
                )}
              </p>
              {event.seq !== null && (
                <div className="mt-1 -ml-2">
                  <OpenReceipt
                    seq={event.seq}
                    of={auditLogWords.timeline.eventBy(words, event.actor)}
                    done={doneWord(event.type)}
                  />
                </div>
              )}
              {event.reason && <p className="mt-1 break-words text-ink-2">“{event.reason}”</p>}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
