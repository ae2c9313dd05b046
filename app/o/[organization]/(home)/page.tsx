import type { Metadata } from 'next'
import { HomePage } from '@/components/home/home-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { viewHome } from '@/lib/operations/view-home'
import { queryOrNotFound, requireViewer } from '@/lib/server/queries'
import { commonWords } from '@/words/common'

export const metadata: Metadata = { title: commonWords.home }

export default async function OrganizationHomePage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization: slug } = await params
  const { organization, user } = await requireViewer(slug)
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.home }]} />
      <HomePage
        view={await queryOrNotFound(viewHome, slug, {})}
        organizationName={organization.name}
        organizationSlug={slug}
        timeZone={user.timeZone}
      />
    </>
  )
}
