import type { Metadata } from 'next'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { SingleSignOnPage } from '@/components/single-sign-on/single-sign-on-page'
import { TestedSignIn } from '@/components/single-sign-on/tested-claims'
import { viewSingleSignOn } from '@/lib/operations/view-single-sign-on'
import { queryOrNotFound } from '@/lib/server/queries'
import { readTested } from '@/lib/server/tested-sign-on'
import { commonWords } from '@/words/common'
import { ssoWords } from '@/words/sso'
import { configureAction, removeAction, switchAction, testAction } from './actions'

export const metadata: Metadata = { title: ssoWords.page.title }

export default async function OrganizationSingleSignOnPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(viewSingleSignOn, organization, {})
  const tested = await readTested(organization)
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: ssoWords.page.title }]} />
      <SingleSignOnPage
        view={view}
        actions={{
          configure: configureAction.bind(null, organization),
          switchSingleSignOn: switchAction.bind(null, organization),
          remove: removeAction.bind(null, organization),
          test: testAction.bind(null, organization),
        }}
        tested={tested && <TestedSignIn tested={tested} />}
      />
    </>
  )
}
