import type { Metadata } from 'next'
import { appHref, serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { panelWords } from '@/words/api-keys'
import { commonWords } from '@/words/common'
import { SERVICE_WORDS } from '@/words/terms'
import { Panel } from '../../../panel'
import { readApp } from '../../read-app'

type AppKeysPageProps = {
  params: Promise<{ organization: string; service: string; app: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: AppKeysPageProps): Promise<Metadata> {
  const { organization, service, app } = await params
  return { title: panelWords.titleOf((await readApp(organization, service, app)).name) }
}

export default async function AppKeysPage({ params, searchParams }: AppKeysPageProps) {
  const { organization, service, app: slug } = await params
  const app = await readApp(organization, service, slug)
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: SERVICE_WORDS[app.service].many, href: serviceHref(organization, app.service) },
          { label: app.name, href: appHref(organization, app) },
          { label: commonWords.apiKeys },
        ]}
      />
      <Panel organization={organization} scope={{ kind: 'app', app }} searchParams={searchParams} />
    </>
  )
}
