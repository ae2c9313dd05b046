import { useId } from 'react'
import type { UsageRange, UsageSeries } from '@/lib/contract/usage'
import { usageWords } from '@/words/usage'
import { DownloadCsv } from './download-csv'
import { UsageChart } from './usage-chart'
import { UsageGaps } from './usage-gaps'
import { UsageNumbers } from './usage-numbers'
import { UsageRanges } from './usage-ranges'
import { sumOf } from './verdict-families'

export type UsageSectionProps = {
  heading: string
  /** Whose requests, within "Requests …, last 24 hours": "with ci-deploy", "to resize-image". */
  of: string
  series: UsageSeries
  range: UsageRange
  /** The ranges that can be chosen, and where; left out where there is one alone. */
  choice?: { readonly path: string; readonly offered: readonly UsageRange[] }
  /** Where the numbers are as a file; left out where they are not. */
  csvHref?: string
  timeZone: string
}

/** A chart, the same numbers as a table, and what they don't tell. */
export function UsageSection({ heading, of, series, range, choice, csvHref, timeZone }: UsageSectionProps) {
  const id = useId()
  const title = usageWords.usageSection.title(of, usageWords.ranges[range].long)
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <h2 id={id} className="font-semibold">
          {heading}
        </h2>
        <div className="flex flex-wrap items-center gap-2">
          {csvHref && (
            <DownloadCsv href={csvHref} of={usageWords.usageSection.file(of, usageWords.ranges[range].long)} />
          )}
          {choice ? (
            <UsageRanges {...choice} range={range} />
          ) : (
            <p className="text-ink-2 text-xs first-letter:uppercase">{usageWords.ranges[range].long}</p>
          )}
        </div>
      </div>
      <UsageGaps gaps={series.gaps} />
      {sumOf(series.totals) === 0 ? (
        <p className="flex min-h-24 items-center justify-center rounded-lg border border-line-strong border-dashed px-4 text-center text-ink-2">
          {usageWords.usageSection.noRequests(usageWords.ranges[range].long)}
        </p>
      ) : (
        <div className="flex flex-col gap-3 rounded-lg border border-line bg-surface p-4">
          <UsageChart series={series} title={title} timeZone={timeZone} />
          <UsageNumbers series={series} title={title} timeZone={timeZone} />
        </div>
      )}
    </section>
  )
}
