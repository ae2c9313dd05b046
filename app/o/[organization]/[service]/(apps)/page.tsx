import { Cloud } from 'lucide-react'
import type { Metadata } from 'next'
import { TimesNote } from '@/components/accounts/moment'
import { AppsTable } from '@/components/apps/apps-table'
import { NewApp } from '@/components/apps/new-app'
import { curlSnippet } from '@/components/apps/snippets'
import { ViewApiKeys } from '@/components/apps/view-api-keys'
import { serviceKeysHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { terms } from '@/lib/server/terms'
import { pagesWords } from '@/words/pages'
import { SERVICE_WORDS } from '@/words/terms'
import { createAppAction } from '../actions'
import { readService, serviceAt } from '../read-service'

const words = pagesWords.apps

type ServicePageProps = { params: Promise<{ organization: string; service: string }> }

export async function generateMetadata({ params }: ServicePageProps): Promise<Metadata> {
  return { title: SERVICE_WORDS[serviceAt((await params).service)].many }
}

export default async function ServicePage({ params }: ServicePageProps) {
  const { organization, service: segment } = await params
  const { service, apps, keys, can } = await readService(organization, segment)
  const { section, anApp } = terms()
  const { many } = SERVICE_WORDS[service]
  const createApp = createAppAction.bind(null, organization)
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: section }, { label: many }]} />
      <PageHeader
        title={many}
        actions={
          <>
            <ViewApiKeys href={serviceKeysHref(organization, service)} keys={keys} />
            {can.createApp && <NewApp service={service} createApp={createApp} />}
          </>
        }
      />
      {apps.length === 0 ? (
        <EmptyState
          icon={Cloud}
          title={words.none(many)}
          description={words.noneDescription(anApp)}
          action={can.createApp && <NewApp service={service} createApp={createApp} label={words.createFirst} />}
          code={<CodeBlock code={curlSnippet('https://gateway.example/apps/your-app/')} label={words.howCalled} />}
        />
      ) : (
        <div className="flex flex-col gap-3">
          <AppsTable service={service} apps={apps} organizationSlug={organization} />
          <div className="flex flex-wrap items-center justify-between gap-2 px-0.5 text-ink-2">
            <p>{words.counted(apps.length)}</p>
            <p>
              <TimesNote />
            </p>
          </div>
        </div>
      )}
    </>
  )
}
