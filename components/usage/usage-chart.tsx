import { useId } from 'react'
import { formatDay, formatTime } from '@/components/ui/moment'
import type { UsageSeries } from '@/lib/contract/usage'
import type { Verdict } from '@/lib/core/verdicts'
import { inNumbers } from '@/lib/core/words/counted'
import { usageWords } from '@/words/usage'
import { layOutChart } from './chart-layout'
import { stepWords } from './step-words'
import { familyOf, occurringVerdicts, sumOf, verdictTitle } from './verdict-families'
import { fillId, VerdictFills } from './verdict-fills'
import { VerdictIcon } from './verdict-mark'

const BOX = { width: 720, height: 160 }

export type UsageChartProps = {
  series: UsageSeries
  /** What is counted, and of what: "Requests with ci-deploy, last 24 hours". */
  title: string
  timeZone: string
}

/** Requests by step and verdict, as bars that stand on each other. It needs no script: a bar's own title tells its numbers. */
export function UsageChart({ series, title, timeZone }: UsageChartProps) {
  // Without the marks that are no part of a fragment's name.
  const id = `usage-${useId().replace(/[^a-zA-Z0-9]/g, '')}`
  const verdicts = occurringVerdicts(series.totals)
  const { top, layers, slots } = layOutChart(
    series.steps.map(({ counts }) => counts),
    BOX,
  )
  const momentOf = (at: string) => stepWords(at, series.unit, timeZone)
  return (
    <figure className="flex flex-col gap-3">
      <div className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
        <div aria-hidden className="-my-2 flex flex-col items-end justify-between text-2xs text-ink-3 tabular-nums">
          <span>{inNumbers(top)}</span>
          <span>{inNumbers(top / 2)}</span>
          <span>0</span>
        </div>
        <svg
          role="img"
          aria-labelledby={`${id}-title`}
          aria-describedby={`${id}-description`}
          viewBox={`0 0 ${BOX.width} ${BOX.height}`}
          preserveAspectRatio="none"
          className="h-40 w-full overflow-visible"
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-description`}>{described(series, momentOf)}</desc>
          <VerdictFills chartId={id} verdicts={verdicts} />
          <path
            d={`M0 0h${BOX.width}M0 ${BOX.height / 2}h${BOX.width}M0 ${BOX.height}h${BOX.width}`}
            className="fill-none stroke-line forced-colors:stroke-[GrayText]"
            vectorEffect="non-scaling-stroke"
          />
          {layers.map(({ verdict, path }) => (
            <path key={verdict} d={path} fill={`url(#${fillId(id, verdict)})`} />
          ))}
          {series.steps.map(({ at, counts }, index) => {
            const slot = slots[index]
            return (
              slot &&
              sumOf(counts) > 0 && (
                <rect
                  key={at}
                  x={slot.x}
                  width={slot.width}
                  height={BOX.height}
                  className="fill-transparent hover:fill-ink/5"
                >
                  <title>{usageWords.usageChart.bar(momentOf(at), countsInWords(counts))}</title>
                </rect>
              )
            )
          })}
        </svg>
        <StepLabels series={series} timeZone={timeZone} />
      </div>
      <Legend chartId={id} series={series} verdicts={verdicts} />
    </figure>
  )
}

/** The first step, the middle and the last. */
function StepLabels({ series: { steps, unit }, timeZone }: { series: UsageSeries; timeZone: string }) {
  const label = (index: number) => {
    const at = steps[index]?.at
    if (!at) return ''
    if (unit === 'day') return formatDay(at, 'UTC')
    return steps.length > 24 ? formatDay(at, timeZone) : formatTime(at, timeZone)
  }
  return (
    <div aria-hidden className="col-start-2 mt-1.5 flex justify-between text-2xs text-ink-3 tabular-nums">
      <span>{label(0)}</span>
      <span>{label(Math.floor(steps.length / 2))}</span>
      <span>{label(steps.length - 1)}</span>
    </div>
  )
}

/** What each fill means, and how often it was. Requests that prove no key stand apart: nobody can be named for them. */
function Legend({ chartId, series, verdicts }: { chartId: string; series: UsageSeries; verdicts: readonly Verdict[] }) {
  const unproven = verdicts.filter((verdict) => familyOf(verdict) === 'unproven')
  const proven = verdicts.filter((verdict) => familyOf(verdict) !== 'unproven')
  const items = (listed: readonly Verdict[]) =>
    listed.map((verdict) => (
      <li key={verdict} className="flex items-center gap-1.5 whitespace-nowrap">
        <svg aria-hidden focusable="false" width="12" height="12" className="shrink-0">
          <rect width="12" height="12" rx="2" fill={`url(#${fillId(chartId, verdict)})`} />
        </svg>
        <VerdictIcon verdict={verdict} className="size-3.5 shrink-0 text-ink-2" />
        <span>{verdictTitle(verdict)}</span>
        <span className="font-medium tabular-nums">{inNumbers(series.totals[verdict] ?? 0)}</span>
      </li>
    ))
  return (
    <figcaption className="flex flex-col gap-2 text-xs">
      {proven.length > 0 && <ul className="flex flex-wrap gap-x-5 gap-y-1.5">{items(proven)}</ul>}
      {unproven.length > 0 && (
        <div className="flex flex-wrap gap-x-3 gap-y-1.5">
          <p className="text-ink-2">{usageWords.usageChart.forged}</p>
          <ul className="flex flex-wrap gap-x-5 gap-y-1.5">{items(unproven)}</ul>
        </div>
      )}
    </figcaption>
  )
}

const countsInWords = (counts: UsageSeries['totals']) =>
  occurringVerdicts(counts)
    .map((verdict) => usageWords.usageChart.count(verdictTitle(verdict), counts[verdict] ?? 0))
    .join(', ')

function described({ totals, steps, unit }: UsageSeries, momentOf: (at: string) => string): string {
  const highest = steps.reduce<UsageSeries['steps'][number] | undefined>(
    (most, step) => (most && sumOf(most.counts) >= sumOf(step.counts) ? most : step),
    undefined,
  )
  const { busiestDay, busiestHour, described } = usageWords.usageChart
  const busiest = highest && (unit === 'day' ? busiestDay : busiestHour)(momentOf(highest.at), sumOf(highest.counts))
  return described(sumOf(totals), countsInWords(totals), busiest ?? null)
}
