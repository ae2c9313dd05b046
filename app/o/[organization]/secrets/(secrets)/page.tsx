import type { Metadata } from 'next'
import { readSecretsAddress } from '@/components/secrets/secrets-address'
import { SecretsPage } from '@/components/secrets/secrets-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { listSecrets } from '@/lib/operations/list-secrets'
import { queryOrNotFound } from '@/lib/server/queries'
import { secretsWords } from '@/words/secrets'
import { createSecretAction, restoreSecretAction, revealSecretAction } from '../actions'

export const metadata: Metadata = { title: secretsWords.title }

export default async function OrganizationSecretsPage({
  params,
  searchParams,
}: {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { organization } = await params
  const address = readSecretsAddress(await searchParams)
  const { cursor, ...wanted } = address
  const view = await queryOrNotFound(listSecrets, organization, { ...wanted, ...(cursor ? { cursor } : {}) })
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: secretsWords.title }]} />
      <SecretsPage
        view={view}
        address={address}
        actions={{
          createSecret: createSecretAction.bind(null, organization),
          revealSecret: revealSecretAction.bind(null, organization),
          restoreSecret: restoreSecretAction.bind(null, organization),
        }}
      />
    </>
  )
}
