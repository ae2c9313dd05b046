import type { ReactNode } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import { Said } from '@/components/ui/said'
import type { KeyUsageView, UsageRange } from '@/lib/contract/usage'
import { usageWords } from '@/words/usage'
import { CallersTable } from './callers-table'
import { DownloadCsv } from './download-csv'
import { RequestsTable } from './requests-table'
import { KEY_RANGES, usageRangeHref } from './usage-range'
import { UsageSection } from './usage-section'

const words = usageWords.keyUsage

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
        heading={words.usage}
        of={usageWords.usageSection.withKey(keyName)}
        series={view.series}
        range={range}
        choice={{ path, offered: KEY_RANGES }}
        csvHref={usageRangeHref(`${path}/usage.csv`, range)}
        timeZone={timeZone}
      />
      {view.callers.length > 0 && (
        <Part
          id="callers"
          heading={words.callers}
          note={words.callersDescription}
          csv={<DownloadCsv href={`${path}/callers.csv`} of={words.callersFile} />}
        >
          <CallersTable callers={view.callers} now={view.now} />
        </Part>
      )}
      {view.requests.length > 0 && (
        <Part
          id="last-requests"
          heading={words.lastRequests}
          note={<Said as={words.requestsDescription(<TimesNote />)} />}
          csv={<DownloadCsv href={`${path}/requests.csv`} of={words.lastRequestsFile} />}
        >
          <RequestsTable requests={view.requests} />
        </Part>
      )}
    </div>
  )
}

type PartProps = { id: string; heading: string; note: ReactNode; csv: ReactNode; children: ReactNode }

function Part({ id, heading, note, csv, children }: PartProps) {
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="font-semibold">
          {heading}
        </h2>
        <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
          <p className="text-ink-2 text-xs">{note}</p>
          {csv}
        </div>
      </div>
      {children}
    </section>
  )
}
