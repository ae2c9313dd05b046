import type { Metadata } from 'next'
import { serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { terms } from '@/lib/server/terms'
import { panelWords } from '@/words/api-keys'
import { commonWords } from '@/words/common'
import { SERVICE_WORDS } from '@/words/terms'
import { Panel } from '../panel'
import { readService, serviceAt } from '../read-service'

type ServiceKeysPageProps = {
  params: Promise<{ organization: string; service: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: ServiceKeysPageProps): Promise<Metadata> {
  return { title: panelWords.titleOf(SERVICE_WORDS[serviceAt((await params).service)].many) }
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
          { label: commonWords.apiKeys },
        ]}
      />
      <Panel organization={organization} scope={{ kind: 'service', service, apps }} searchParams={searchParams} />
    </>
  )
}
