import type { Metadata } from 'next'
import { AppPage } from '@/components/apps/app-page'
import { serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { SERVICE_WORDS } from '@/lib/core/words'
import { terms } from '@/lib/server/terms'
import { changeAppAction, deleteAppAction, switchProviderAction } from '../../actions'
import { readApp } from '../read-app'

type InstancePageProps = { params: Promise<{ organization: string; service: string; app: string }> }

export async function generateMetadata({ params }: InstancePageProps): Promise<Metadata> {
  const { organization, service, app } = await params
  return { title: (await readApp(organization, service, app)).name }
}

export default async function InstancePage({ params }: InstancePageProps) {
  const { organization, service, app: slug } = await params
  const app = await readApp(organization, service, slug)
  return (
    <>
      <TopBarBreadcrumbs
        items={[
          { label: terms().section },
          { label: SERVICE_WORDS[app.service].many, href: serviceHref(organization, app.service) },
          { label: app.name },
        ]}
      />
      <AppPage
        app={app}
        organizationSlug={organization}
        actions={{
          changeApp: changeAppAction.bind(null, organization),
          switchProvider: switchProviderAction.bind(null, organization),
          deleteApp: deleteAppAction.bind(null, organization),
        }}
      />
    </>
  )
}
