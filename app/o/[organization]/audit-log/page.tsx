import type { Metadata } from 'next'
import { EventsTable } from '@/components/audit-log/events-table'
import { auditLogHref } from '@/components/places'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { PageHeader } from '@/components/ui/page-header'
import { listEvents } from '@/lib/operations/list-events'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'

export const metadata: Metadata = { title: commonWords.auditLog }

type AuditLogPageProps = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function AuditLogPage({ params, searchParams }: AuditLogPageProps) {
  const { organization } = await params
  const before = eventNumber((await searchParams).before)
  const view = await queryOrNotFound(listEvents, organization, before === undefined ? {} : { before })
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: commonWords.auditLog }]} />
      <PageHeader title={commonWords.auditLog} description={pagesWords.auditLog.description} />
      <EventsTable view={view} path={auditLogHref(organization)} older={before !== undefined} />
    </>
  )
}

/** What isn't a number of an event shows the newest. */
function eventNumber(value: string | string[] | undefined): number | undefined {
  return typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : undefined
}
