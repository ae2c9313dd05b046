import { ChevronRight, CircleCheck, Clock, DoorClosed, type LucideIcon, Moon, Server, Unlink } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { Expiry, KeyStatusBadge, OrphanReasons } from '@/components/api-keys/key-cells'
import { apiKeyHref, gatewaysHref, serviceHref, serviceKeysHref } from '@/components/places'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { type Tone, toneInk } from '@/components/ui/tone'
import { LastUsed } from '@/components/usage/key-use'
import { shortCaller } from '@/components/usage/short-agent'
import { UsageSection } from '@/components/usage/usage-section'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { HomeView } from '@/lib/contract/home'
import { homeWords } from '@/words/home'
import { SERVICE_WORDS } from '@/words/terms'

export type HomePageProps = {
  view: HomeView
  organizationName: string
  organizationSlug: string
  timeZone: string
}

/** What needs someone, and then what there is. */
export function HomePage({ view, organizationName, organizationSlug, timeZone }: HomePageProps) {
  const silent = view.silentGateways ?? []
  const counts = [view.orphaned, view.expiringSoon, view.knocking, view.unused].map(({ count }) => count)
  const calm = counts.every((count) => count === 0) && silent.length === 0
  return (
    <>
      <PageHeader title={organizationName} description="What needs you, and what there is." />
      {calm ? (
        <div className="flex items-center gap-3 rounded-lg border border-line bg-surface px-4 py-4">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          <p>
            <span className="font-medium">Nothing needs you.</span>{' '}
            <span className="text-ink-2">
              No key is orphaned, none expires within 7 days, nobody presents a dead one, and none lies about unused.
            </span>
          </p>
        </div>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {view.orphaned.count > 0 && (
            <Concern
              icon={Unlink}
              tone="bad"
              title="Orphaned keys"
              count={view.orphaned.count}
              sentence="They open nothing, and should be revoked."
            >
              {view.orphaned.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={<OrphanReasons apiKey={key} />}
                />
              ))}
            </Concern>
          )}
          {view.expiringSoon.count > 0 && (
            <Concern
              icon={Clock}
              tone="warn"
              title="Expiring within 7 days"
              count={view.expiringSoon.count}
              sentence="Whatever uses them stops working then."
            >
              {view.expiringSoon.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={key.expiresAt && <Moment at={key.expiresAt} look="zoned" />}
                  end={<Expiry apiKey={key} now={view.now} />}
                />
              ))}
            </Concern>
          )}
          {view.knocking.count > 0 && (
            <Concern
              icon={DoorClosed}
              tone="bad"
              title="Dead keys still presented"
              count={view.knocking.count}
              sentence="Someone still has them, and is refused each time."
            >
              {view.knocking.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={key.lastKnock && <LastKnock knock={key.lastKnock} now={view.now} />}
                  end={<KeyStatusBadge status={key.status} />}
                />
              ))}
            </Concern>
          )}
          {view.unused.count > 0 && (
            <Concern
              icon={Moon}
              tone="neutral"
              title="Not used for 90 days"
              count={view.unused.count}
              sentence="A key that nobody needs is better revoked."
            >
              {view.unused.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={
                    <>
                      Created <Moment at={key.createdAt} look="day" />, owned by {key.owner.name}
                    </>
                  }
                  end={<LastUsed apiKey={key} now={view.now} />}
                />
              ))}
            </Concern>
          )}
          {silent.length > 0 && (
            <Concern
              icon={Server}
              tone="warn"
              title="Silent gateways"
              count={silent.length}
              sentence="Nothing is heard of them. When its lease ends, a gateway refuses every request."
            >
              {silent.map(({ name, since }) => (
                <Line
                  key={name}
                  title={
                    <TextLink look="plain" href={gatewaysHref(organizationSlug)}>
                      {name}
                    </TextLink>
                  }
                >
                  {since ? (
                    <Said as={homeWords.lastHeard(<Distance at={since} now={view.now} />)} />
                  ) : (
                    homeWords.hasNotCalled
                  )}
                </Line>
              ))}
            </Concern>
          )}
        </div>
      )}
      <section aria-labelledby="services" className="flex flex-col gap-3">
        <h2 id="services" className="font-semibold">
          Services
        </h2>
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {view.services.map(({ service, apps, keys }) => (
            <li key={service} className="rounded-lg border border-line bg-surface">
              <Link
                href={serviceHref(organizationSlug, service)}
                className="group flex items-center justify-between gap-2 rounded-t-lg px-4 pt-3.5 pb-3 focus-visible:-outline-offset-2"
              >
                <span className="font-medium group-hover:underline">{SERVICE_WORDS[service].many}</span>
                <ChevronRight aria-hidden className="size-4 text-ink-3" />
              </Link>
              <dl className="flex divide-x divide-line border-line border-t">
                <Figure
                  label={apps === 1 ? 'App' : 'Apps'}
                  value={apps}
                  href={serviceHref(organizationSlug, service)}
                />
                <Figure
                  label={keys === 1 ? 'API key' : 'API keys'}
                  value={keys}
                  href={serviceKeysHref(organizationSlug, service)}
                />
              </dl>
            </li>
          ))}
        </ul>
      </section>
      <UsageSection
        heading="Traffic"
        of={`to ${organizationName}`}
        series={view.traffic}
        range="24h"
        timeZone={timeZone}
      />
    </>
  )
}

/** "3 min ago from 10.4.1.7 · curl/8.9" */
function LastKnock({ knock, now }: { knock: NonNullable<ApiKeyView['lastKnock']>; now: string }) {
  return <Said as={homeWords.knock(<Distance at={knock.at} now={now} />, shortCaller(knock))} />
}

type ConcernProps = {
  icon: LucideIcon
  tone: Tone
  title: string
  count: number
  sentence: string
  children: ReactNode
}

function Concern({ icon: Icon, tone, title, count, sentence, children }: ConcernProps) {
  return (
    <section className="rounded-lg border border-line bg-surface">
      <header className="flex items-start gap-2.5 px-4 py-3">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneInk[tone]}`} />
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-ink-2 text-xs">{sentence}</p>
        </div>
        <span className="font-semibold text-base">{count}</span>
      </header>
      <ul>{children}</ul>
    </section>
  )
}

function KeyLine({
  apiKey,
  organizationSlug,
  detail,
  end,
}: {
  apiKey: ApiKeyView
  organizationSlug: string
  detail: ReactNode
  end?: ReactNode
}) {
  return (
    <Line
      title={
        <>
          <TextLink look="plain" href={apiKeyHref(organizationSlug, apiKey.app, apiKey.id)}>
            {apiKey.name}
          </TextLink>{' '}
          <span className="text-ink-2">of {apiKey.app.name}</span>
        </>
      }
      end={end}
    >
      {detail}
    </Line>
  )
}

function Line({ title, end, children }: { title: ReactNode; end?: ReactNode; children?: ReactNode }) {
  return (
    <li className="flex items-center justify-between gap-3 border-line border-t px-4 py-2.5">
      <div className="min-w-0">
        <p className="break-words">{title}</p>
        {children && <div className="text-ink-2 text-xs">{children}</div>}
      </div>
      {end && <div className="shrink-0">{end}</div>}
    </li>
  )
}

function Figure({ label, value, href }: { label: string; value: number; href: string }) {
  return (
    <div className="flex flex-1 flex-col-reverse px-4 py-2.5">
      <dt className="text-ink-2 text-xs">{label}</dt>
      <dd className="text-base">
        <TextLink look="plain" href={href} aria-label={`${value} ${label}`}>
          {value}
        </TextLink>
      </dd>
    </div>
  )
}
