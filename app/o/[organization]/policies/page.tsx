import type { Metadata } from 'next'
import { PoliciesPage } from '@/components/policies/policies-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { viewPolicies } from '@/lib/operations/view-policies'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { policiesWords } from '@/words/policies'
import { changeAbsencePolicyAction } from './actions'

export const metadata: Metadata = { title: policiesWords.title }

export default async function OrganizationPoliciesPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(viewPolicies, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: policiesWords.title }]} />
      <PoliciesPage view={view} changeAbsencePolicy={changeAbsencePolicyAction.bind(null, organization)} />
    </>
  )
}
