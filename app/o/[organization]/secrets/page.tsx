import type { Metadata } from 'next'
import { SecretsPage } from '@/components/secrets/secrets-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { listSecrets } from '@/lib/operations/list-secrets'
import { queryOrNotFound } from '@/lib/server/queries'
import { createSecretAction, revealSecretAction } from './actions'

export const metadata: Metadata = { title: 'Secrets' }

export default async function OrganizationSecretsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(listSecrets, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: 'Secrets' }]} />
      <SecretsPage
        view={view}
        actions={{
          createSecret: createSecretAction.bind(null, organization),
          revealSecret: revealSecretAction.bind(null, organization),
        }}
      />
    </>
  )
}
