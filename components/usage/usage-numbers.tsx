import type { UsageSeries } from '@/lib/contract/usage'
import { inNumbers } from '@/lib/core/words/counted'
import { usageWords } from '@/words/usage'
import { stepWords } from './step-words'
import { occurringVerdicts, sumOf, verdictTitle } from './verdict-families'

const words = usageWords.usageNumbers

export type UsageNumbersProps = { series: UsageSeries; title: string; timeZone: string }

/** What the chart shows, as a table. Its cells carry no classes: there may be thousands of them. */
export function UsageNumbers({ series, title, timeZone }: UsageNumbersProps) {
  const verdicts = occurringVerdicts(series.totals)
  const steps = series.steps.filter(({ counts }) => sumOf(counts) > 0).toReversed()
  return (
    <details className="group">
      <summary className="inline-flex min-h-6 items-center rounded-sm text-ink-2 underline decoration-line-control underline-offset-2 hover:text-ink hover:decoration-current coarse:min-h-11">
        <span className="group-open:hidden">{words.showTheNumbers}</span>
        <span className="hidden group-open:inline">{words.hideTheNumbers}</span>
      </summary>
      <section
        aria-label={title}
        tabIndex={0}
        className="relative mt-2 max-h-80 overflow-auto rounded-md border border-line"
      >
        <table className="w-full border-collapse text-left tabular-nums [&_td]:px-3 [&_td]:text-right [&_td]:whitespace-nowrap [&_th]:px-3 [&_th]:py-1.5 [&_th]:font-medium [&_th]:whitespace-nowrap [&_tr]:border-line [&_tr]:not-first:border-t">
          <caption className="sr-only">{title}</caption>
          <thead className="sticky top-0 bg-canvas text-ink-2 text-xs">
            <tr>
              <th scope="col">{series.unit === 'day' ? words.dayUtc : words.hour(timeZone)}</th>
              {verdicts.map((verdict) => (
                <th key={verdict} scope="col" className="text-right">
                  {verdictTitle(verdict)}
                </th>
              ))}
              <th scope="col" className="text-right">
                {words.all}
              </th>
            </tr>
          </thead>
          <tbody className="[&_th]:font-normal">
            {steps.map(({ at, counts }) => (
              <tr key={at}>
                <th scope="row">{stepWords(at, series.unit, timeZone)}</th>
                {verdicts.map((verdict) => (
                  <td key={verdict}>{inNumbers(counts[verdict] ?? 0)}</td>
                ))}
                <td>{inNumbers(sumOf(counts))}</td>
              </tr>
            ))}
          </tbody>
          <tfoot className="border-line-strong border-t [&_td]:font-medium">
            <tr>
              <th scope="row">{words.all}</th>
              {verdicts.map((verdict) => (
                <td key={verdict}>{inNumbers(series.totals[verdict] ?? 0)}</td>
              ))}
              <td>{inNumbers(sumOf(series.totals))}</td>
            </tr>
          </tfoot>
        </table>
      </section>
    </details>
  )
}
