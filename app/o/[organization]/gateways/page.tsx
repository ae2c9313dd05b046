import type { Metadata } from 'next'
import { GatewaysPage } from '@/components/gateways/gateways-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { listGateways } from '@/lib/operations/list-gateways'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { registerGatewayAction, retireGatewayAction } from './actions'

export const metadata: Metadata = { title: commonWords.gateways }

export default async function OrganizationGatewaysPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(listGateways, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: commonWords.gateways }]} />
      <GatewaysPage
        view={view}
        actions={{
          registerGateway: registerGatewayAction.bind(null, organization),
          retireGateway: retireGatewayAction.bind(null, organization),
        }}
      />
    </>
  )
}
