import {
  ChevronRight,
  CircleCheck,
  Clock,
  DoorClosed,
  Handshake,
  type LucideIcon,
  Moon,
  Server,
  Unlink,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { Distance, Moment } from '@/components/accounts/moment'
import { Expiry, KeyStatusBadge, OrphanReasons, StopMoment } from '@/components/api-keys/key-cells'
import { type PanelAddress, panelHref, readPanelAddress } from '@/components/api-keys/panel-address'
import { apiKeyHref, gatewaysHref, inventoryHref, offersHref, serviceHref, serviceKeysHref } from '@/components/places'
import { Link } from '@/components/ui/link'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { TextLink } from '@/components/ui/text-link'
import { type Tone, toneInk } from '@/components/ui/tone'
import { LastUsed } from '@/components/usage/key-use'
import { shortCaller } from '@/components/usage/short-agent'
import { UsageSection } from '@/components/usage/usage-section'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { HomeView } from '@/lib/contract/home'
import { offersWords } from '@/words/hand-over'
import { homeWords } from '@/words/home'
import { SERVICE_WORDS } from '@/words/terms'

const words = homeWords.homePage

export type HomePageProps = {
  view: HomeView
  organizationName: string
  organizationSlug: string
  timeZone: string
}

/** What needs someone, and then what there is. */
export function HomePage({ view, organizationName, organizationSlug, timeZone }: HomePageProps) {
  const silent = view.silentGateways ?? []
  /** The panel with exactly these keys, for those who may look through all of them. */
  const allOf = (address: Partial<PanelAddress>) =>
    view.can.inventory ? panelHref(inventoryHref(organizationSlug), { ...readPanelAddress({}), ...address }) : undefined
  const counts = [view.orphaned, view.expiringSoon, view.knocking, view.unused].map(({ count }) => count)
  const calm = counts.every((count) => count === 0) && silent.length === 0 && view.offered.count === 0
  return (
    <>
      <PageHeader title={organizationName} description={words.description} />
      {calm ? (
        <div className="flex items-center gap-3 rounded-lg border border-line bg-surface px-4 py-4">
          <CircleCheck aria-hidden className="size-5 shrink-0 text-good" />
          <p>
            <span className="font-medium">{words.nothingNeedsYou}</span>{' '}
            <span className="text-ink-2">{words.nothingNeedsYouDetail}</span>
          </p>
        </div>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          {view.offered.count > 0 && (
            <Concern
              icon={Handshake}
              tone="info"
              title={words.offered}
              count={words.count(view.offered.count)}
              sentence={words.offeredSentence}
              allHref={offersHref(organizationSlug)}
            >
              {view.offered.offers.map(({ id, apiKey, app, from, by, expiresAt }) => (
                <Line
                  key={id}
                  title={
                    <>
                      <TextLink look="plain" href={offersHref(organizationSlug)}>
                        {apiKey?.name ?? app.name}
                      </TextLink>{' '}
                      {apiKey && <span className="text-ink-2">{words.ofApp(app.name)}</span>}
                    </>
                  }
                >
                  <Said as={offersWords.fact(offersWords.fromBy(from, by), <Moment at={expiresAt} />)} />
                </Line>
              ))}
            </Concern>
          )}
          {view.orphaned.count > 0 && (
            <Concern
              icon={Unlink}
              tone="bad"
              title={words.orphanedKeys}
              count={words.count(view.orphaned.count, view.orphaned.orMore)}
              sentence={words.orphanedSentence}
              allHref={allOf({ tab: 'orphaned' })}
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
              title={words.expiring}
              count={words.count(view.expiringSoon.count, view.expiringSoon.orMore)}
              sentence={words.expiringSentence}
              allHref={allOf({ filters: { status: 'active', stopsWithinDays: 7 }, sort: 'expires', descending: false })}
            >
              {view.expiringSoon.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={<StopMoment apiKey={key} />}
                  end={<Expiry apiKey={key} now={view.now} />}
                />
              ))}
            </Concern>
          )}
          {view.knocking.count > 0 && (
            <Concern
              icon={DoorClosed}
              tone="bad"
              title={words.knocking}
              count={words.count(view.knocking.count, view.knocking.orMore)}
              sentence={words.knockingSentence}
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
              title={words.unused}
              count={words.count(view.unused.count, view.unused.orMore)}
              sentence={words.unusedSentence}
              allHref={allOf({ filters: { status: 'active', unused: 90 }, descending: false })}
            >
              {view.unused.keys.map((key) => (
                <KeyLine
                  key={key.id}
                  apiKey={key}
                  organizationSlug={organizationSlug}
                  detail={<Said as={words.createdOwnedBy(<Moment at={key.createdAt} look="day" />, key.owner.name)} />}
                  end={<LastUsed apiKey={key} now={view.now} />}
                />
              ))}
            </Concern>
          )}
          {silent.length > 0 && (
            <Concern
              icon={Server}
              tone="warn"
              title={words.silentGateways}
              count={words.count(silent.length)}
              sentence={words.silentSentence}
              allHref={gatewaysHref(organizationSlug)}
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
                  {since ? <Said as={words.lastHeard(<Distance at={since} now={view.now} />)} /> : words.hasNotCalled}
                </Line>
              ))}
            </Concern>
          )}
        </div>
      )}
      <section aria-labelledby="services" className="flex flex-col gap-3">
        <h2 id="services" className="font-semibold">
          {words.services}
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
                <Figure label={words.apps(apps)} value={apps} href={serviceHref(organizationSlug, service)} />
                <Figure label={words.apiKeys(keys)} value={keys} href={serviceKeysHref(organizationSlug, service)} />
              </dl>
            </li>
          ))}
        </ul>
      </section>
      <UsageSection
        heading={words.traffic}
        of={words.trafficTo(organizationName)}
        series={view.traffic}
        range="24h"
        timeZone={timeZone}
      />
    </>
  )
}

/** "3 min ago from 10.4.1.7 · curl/8.9" */
function LastKnock({ knock, now }: { knock: NonNullable<ApiKeyView['lastKnock']>; now: string }) {
  return <Said as={words.knock(<Distance at={knock.at} now={now} />, shortCaller(knock))} />
}

type ConcernProps = {
  icon: LucideIcon
  tone: Tone
  title: string
  count: string
  sentence: string
  /** Where all of them are. */
  allHref?: string | undefined
  children: ReactNode
}

function Concern({ icon: Icon, tone, title, count, sentence, allHref, children }: ConcernProps) {
  return (
    <section className="rounded-lg border border-line bg-surface">
      <header className="flex items-start gap-2.5 px-4 py-3">
        <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${toneInk[tone]}`} />
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-ink-2 text-xs">{sentence}</p>
        </div>
        <span className="font-semibold text-base">
          {allHref ? (
            <TextLink look="plain" href={allHref} aria-label={words.showAll(title, count)}>
              {count}
            </TextLink>
          ) : (
            count
          )}
        </span>
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
          <span className="text-ink-2">{words.ofApp(apiKey.app.name)}</span>
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
