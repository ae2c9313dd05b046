'use client'

import { CircleCheck, Hourglass } from 'lucide-react'
import { useViewer } from '@/components/accounts/viewer'
import { classNames } from '@/components/ui/class-names'
import { formatMoment, formatTime } from '@/components/ui/moment'
import { Said } from '@/components/ui/said'
import { Spinner } from '@/components/ui/spinner'
import type { ReceiptEntryView, ReceiptView } from '@/lib/contract/receipts'
import { receiptsWords } from '@/words/receipts'

const words = receiptsWords.receipt

export type ReceiptProps = {
  receipt: ReceiptView
  /** Milliseconds between the press and the moment of the change, for "after you clicked"; absent where nobody just clicked. */
  pressedBefore?: number | undefined
  /** What the change has done, as in "Dead at every gateway". */
  done: string
}

/** The proof that a change has reached the gateways: each with the moment at which it said so, or from which it refuses everything. */
export function Receipt({ receipt, pressedBefore, done }: ReceiptProps) {
  const { entries, complete } = receipt
  const slowest = Math.max(1, ...entries.map((entry) => delayOf(entry, receipt) ?? 0))
  return (
    <div className="flex flex-col gap-4">
      <div
        role="status"
        className={classNames(
          'flex items-start gap-3 rounded-md px-4 py-3 forced-colors:border',
          complete ? 'bg-good-soft' : 'bg-sunken',
        )}
      >
        {complete ? (
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 stroke-[1.75] text-good" />
        ) : (
          <Spinner className="mt-0.5 size-5 shrink-0" />
        )}
        <Sentence receipt={receipt} pressedBefore={pressedBefore} done={done} />
      </div>
      {entries.length > 0 && (
        <ul className="flex flex-col">
          {entries.map((entry) => (
            <Entry
              key={entry.instanceId}
              entry={entry}
              receipt={receipt}
              slowest={slowest}
              pressedBefore={pressedBefore}
            />
          ))}
        </ul>
      )}
    </div>
  )
}

function Sentence({ receipt, pressedBefore, done }: ReceiptProps) {
  const { timeZone } = useViewer()
  const { entries, complete } = receipt
  const answered = entries.filter((entry) => entry.acknowledgedAt !== null)
  const late = entries.filter((entry) => entry.acknowledgedAt === null)
  const last = answered
    .map((entry) => entry.acknowledgedAt ?? '')
    .sort()
    .at(-1)
  if (entries.length === 0) {
    return (
      <div>
        <p className="font-semibold">{words.noneServing}</p>
        <p className="text-ink-2">{words.noneServingDetail}</p>
      </div>
    )
  }
  if (!complete) {
    return (
      <div>
        <p className="font-semibold">{words.confirmed(answered.length, entries.length)}</p>
        <p className="text-ink-2">{words.notAnswered(late.map((entry) => entry.gateway))}</p>
      </div>
    )
  }
  const answeredOfAll = words.confirmed(answered.length, entries.length)
  const confirmed = last === undefined ? answeredOfAll : words.confirmedBy(answeredOfAll, exact(last, timeZone))
  const delay = last === undefined ? undefined : Date.parse(last) - Date.parse(receipt.at) + (pressedBefore ?? 0)
  return (
    <div>
      <p className="font-semibold">
        {late.length > 0 || delay === undefined
          ? words.atEveryGateway(done)
          : pressedBefore === undefined
            ? words.afterChange(done, milliseconds(delay))
            : words.afterClick(done, milliseconds(delay))}
      </p>
      <p className="text-ink-2">{late.length > 0 ? words.othersRefuse(confirmed) : confirmed}.</p>
    </div>
  )
}

function Entry({
  entry,
  receipt,
  slowest,
  pressedBefore,
}: {
  entry: ReceiptEntryView
  receipt: ReceiptView
  slowest: number
  pressedBefore?: number | undefined
}) {
  const { timeZone } = useViewer()
  const delay = delayOf(entry, receipt)
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 border-line border-b py-2 last:border-b-0">
      <span className="min-w-0 break-words">
        <span className="font-medium">{entry.gateway}</span> <span className="text-ink-2">{entry.version}</span>
      </span>
      {delay === null ? (
        <span className="flex items-center gap-1.5 text-warn text-xs">
          <Hourglass aria-hidden className="size-3.5 stroke-[1.75]" />
          <Said
            as={(Date.parse(entry.refusesFrom) <= Date.parse(receipt.now) ? words.refusesSince : words.refusesFrom)(
              <time dateTime={entry.refusesFrom} title={formatMoment(entry.refusesFrom, timeZone, 'seconds')}>
                {formatTime(entry.refusesFrom, timeZone, 'seconds')}
              </time>,
            )}
          />
        </span>
      ) : (
        <span className="flex items-center gap-4">
          <span aria-hidden className="h-1.5 w-30 overflow-hidden rounded-full bg-sunken forced-colors:border">
            <span
              className="block h-full rounded-full bg-good transition-[width] duration-[180ms] motion-reduce:transition-none"
              style={{ width: `${Math.max(4, (delay / slowest) * 100)}%` }}
            />
          </span>
          <span className="min-w-16 text-right font-mono text-xs tabular-nums">
            {milliseconds(delay + (pressedBefore ?? 0))}
          </span>
        </span>
      )}
    </li>
  )
}

/** From the change to the acknowledgement, by one clock: Postgres's. */
function delayOf(entry: ReceiptEntryView, receipt: ReceiptView): number | null {
  return entry.acknowledgedAt === null ? null : Math.max(0, Date.parse(entry.acknowledgedAt) - Date.parse(receipt.at))
}

const milliseconds = (value: number) => (value < 10_000 ? `${Math.round(value)} ms` : `${Math.round(value / 1_000)} s`)

/** "14:05:01.084" */
const exact = (at: string, timeZone: string) => `${formatTime(at, timeZone, 'seconds')}.${at.slice(20, 23)}`
