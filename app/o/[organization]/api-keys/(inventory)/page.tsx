import type { Metadata } from 'next'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { requireViewer } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { Panel } from '../../[service]/panel'

type InventoryPageProps = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export const metadata: Metadata = { title: commonWords.apiKeys }

export default async function InventoryPage({ params, searchParams }: InventoryPageProps) {
  const { organization: slug } = await params
  const { organization } = await requireViewer(slug)
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: commonWords.apiKeys }]} />
      <Panel
        organization={slug}
        scope={{ kind: 'organization', name: organization.name }}
        searchParams={searchParams}
      />
    </>
  )
}
