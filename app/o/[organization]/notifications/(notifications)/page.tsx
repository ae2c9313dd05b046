import type { Metadata } from 'next'
import { MarkAllRead } from '@/components/notifications/mark-all-read'
import { NotificationsList } from '@/components/notifications/notifications-list'
import { OwnMails } from '@/components/notifications/own-mails'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { PageHeader } from '@/components/ui/page-header'
import { isId } from '@/lib/core/identifiers'
import { listNotifications } from '@/lib/operations/list-notifications'
import { viewOwnMails } from '@/lib/operations/view-own-mails'
import { queryOrNotFound } from '@/lib/server/queries'
import { notificationsWords } from '@/words/notifications'
import { chooseOwnMailsAction, markReadAction } from '../actions'

const words = notificationsWords.page

export const metadata: Metadata = { title: words.title }

type NotificationsPageProps = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function NotificationsPage({ params, searchParams }: NotificationsPageProps) {
  const { organization } = await params
  const { before } = await searchParams
  // What is no id shows the newest.
  const older = isId('happening', before) ? before : null
  const view = await queryOrNotFound(listNotifications, organization, older ? { before: older } : {})
  const mails = await queryOrNotFound(viewOwnMails, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: words.title }]} />
      <PageHeader
        title={words.title}
        description={words.description}
        {...(view.unread > 0 && view.newest
          ? { actions: <MarkAllRead upTo={view.newest} markRead={markReadAction.bind(null, organization)} /> }
          : {})}
      />
      <NotificationsList view={view} organizationSlug={organization} older={older !== null} />
      <OwnMails view={mails} choose={chooseOwnMailsAction.bind(null, organization)} />
    </>
  )
}
