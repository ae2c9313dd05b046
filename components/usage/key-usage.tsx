import type { ReactNode } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import type { KeyUsageView, UsageRange } from '@/lib/contract/usage'
import { CallersTable } from './callers-table'
import { RequestsTable } from './requests-table'
import { KEY_RANGES } from './usage-range'
import { UsageSection } from './usage-section'

export type KeyUsageProps = {
  view: KeyUsageView
  keyName: string
  range: UsageRange
  /** The key's page. */
  path: string
  timeZone: string
}

/** How a key is used, by whom, and its last requests. */
export function KeyUsage({ view, keyName, range, path, timeZone }: KeyUsageProps) {
  return (
    <div className="flex flex-col gap-8">
      <UsageSection
        heading="Usage"
        of={`with ${keyName}`}
        series={view.series}
        range={range}
        choice={{ path, offered: KEY_RANGES }}
        timeZone={timeZone}
      />
      {view.callers.length > 0 && (
        <Part id="callers" heading="Callers" note="Each address and program, the last 100.">
          <CallersTable callers={view.callers} now={view.now} />
        </Part>
      )}
      {view.requests.length > 0 && (
        <Part
          id="last-requests"
          heading="Last requests"
          note={
            <>
              A sample, without what is behind the question mark. <TimesNote />.
            </>
          }
        >
          <RequestsTable requests={view.requests} />
        </Part>
      )}
    </div>
  )
}

function Part({ id, heading, note, children }: { id: string; heading: string; note: ReactNode; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold">
          {heading}
        </h2>
        <p className="text-ink-2 text-xs">{note}</p>
      </div>
      {children}
    </section>
  )
}
