import type { Metadata } from 'next'
import { AppPage } from '@/components/apps/app-page'
import { appHref, serviceHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { AppUsage } from '@/components/usage/app-usage'
import { APP_RANGES, readUsageRange } from '@/components/usage/usage-range'
import { viewAppUsage } from '@/lib/operations/view-app-usage'
import { queryOrNotFound, requireViewer } from '@/lib/server/queries'
import { terms } from '@/lib/server/terms'
import { SERVICE_WORDS } from '@/words/terms'
import { assignAppOwnerAction, listHeirsAction, offerAppAction, withdrawOfferAction } from '../../../offers/actions'
import {
  changeAppAction,
  deleteAppAction,
  makeUpstreamSecretAction,
  removeUpstreamSecretAction,
  switchProviderAction,
} from '../../actions'
import { readApp } from '../read-app'

type InstancePageProps = {
  params: Promise<{ organization: string; service: string; app: string }>
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

export async function generateMetadata({ params }: InstancePageProps): Promise<Metadata> {
  const { organization, service, app } = await params
  return { title: (await readApp(organization, service, app)).name }
}

export default async function InstancePage({ params, searchParams }: InstancePageProps) {
  const { organization, service, app: slug } = await params
  const app = await readApp(organization, service, slug)
  const range = readUsageRange(await searchParams, APP_RANGES)
  const usage = await queryOrNotFound(viewAppUsage, organization, { slug, range })
  const { user } = await requireViewer(organization)
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
          makeUpstreamSecret: makeUpstreamSecretAction.bind(null, organization),
          removeUpstreamSecret: removeUpstreamSecretAction.bind(null, organization),
          listHeirs: listHeirsAction.bind(null, organization),
          offerApp: offerAppAction.bind(null, organization),
          assignAppOwner: assignAppOwnerAction.bind(null, organization),
          withdrawOffer: withdrawOfferAction.bind(null, organization),
        }}
        usage={
          <AppUsage
            view={usage}
            app={app}
            range={range}
            path={appHref(organization, app)}
            organizationSlug={organization}
            timeZone={user.timeZone}
          />
        }
      />
    </>
  )
}
