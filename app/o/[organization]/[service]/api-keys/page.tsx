import type { Metadata } from 'next'
import { serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { terms } from '@/lib/server/terms'
import { SERVICE_WORDS } from '@/words/terms'
import { Panel } from '../panel'
import { readService, serviceAt } from '../read-service'

type ServiceKeysPageProps = {
  params: Promise<{ organization: string; service: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: ServiceKeysPageProps): Promise<Metadata> {
  return { title: `API keys of ${SERVICE_WORDS[serviceAt((await params).service)].many}` }
}

export default async function ServiceKeysPage({ params, searchParams }: ServiceKeysPageProps) {
  const { organization, service: segment } = await params
  const { service, apps } = await readService(organization, segment)
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: terms().section },
          { label: SERVICE_WORDS[service].many, href: serviceHref(organization, service) },
          { label: 'API keys' },
        ]}
      />
      <Panel organization={organization} scope={{ kind: 'service', service, apps }} searchParams={searchParams} />
    </>
  )
}
