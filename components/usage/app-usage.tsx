import { apiKeyHref } from '@/components/places'
import { TextLink } from '@/components/ui/text-link'
import type { AppView } from '@/lib/contract/apps'
import type { AppUsageView, UsageRange } from '@/lib/contract/usage'
import { requestsCounted, usageWords } from '@/words/usage'
import { APP_RANGES, usageRangeHref } from './usage-range'
import { UsageSection } from './usage-section'

const words = usageWords.appUsage

export type AppUsageProps = {
  view: AppUsageView
  app: Pick<AppView, 'name' | 'slug' | 'service'>
  range: UsageRange
  /** The app's page. */
  path: string
  organizationSlug: string
  timeZone: string
}

/** How an app is used, and which of its keys are used most. */
export function AppUsage({ view, app, range, path, organizationSlug, timeZone }: AppUsageProps) {
  return (
    <div className="grid items-start gap-x-6 gap-y-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <UsageSection
        heading={words.usage}
        of={usageWords.usageSection.toApp(app.name)}
        series={view.series}
        range={range}
        choice={{ path, offered: APP_RANGES }}
        csvHref={usageRangeHref(`${path}/usage.csv`, range)}
        timeZone={timeZone}
      />
      <section aria-labelledby="top-keys" className="flex flex-col gap-3">
        <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4">
          <h2 id="top-keys" className="font-semibold">
            {words.topKeys}
          </h2>
          <p className="text-ink-2 text-xs">{words.acceptedLately}</p>
        </div>
        {view.topKeys.length === 0 ? (
          <p className="flex min-h-24 items-center justify-center rounded-lg border border-line-strong border-dashed px-4 text-center text-ink-2">
            {words.noneAccepted}
          </p>
        ) : (
          <ol className="divide-y divide-line rounded-lg border border-line bg-surface px-4">
            {view.topKeys.map(({ id, name, requests }) => (
              <li key={id} className="flex items-center justify-between gap-3 py-2.5">
                <TextLink look="plain" href={apiKeyHref(organizationSlug, app, id)} className="min-w-0 break-words">
                  {name}
                </TextLink>
                <span className="shrink-0 text-ink-2 tabular-nums">{requestsCounted(requests)}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  )
}
