import type { Metadata } from 'next'
import { ChannelsForm } from '@/components/notifications/channels-form'
import { FailedDeliveries } from '@/components/notifications/failed-deliveries'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { Callout } from '@/components/ui/callout'
import { PageHeader } from '@/components/ui/page-header'
import { isId } from '@/lib/core/identifiers'
import { viewNotificationSettings } from '@/lib/operations/view-notification-settings'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { notificationsWords } from '@/words/notifications'
import { chooseChannelsAction, retryDeliveriesAction } from './actions'

const words = notificationsWords.settings

export const metadata: Metadata = { title: words.title }

type NotificationSettingsPageProps = {
  params: Promise<{ organization: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function NotificationSettingsPage({ params, searchParams }: NotificationSettingsPageProps) {
  const { organization } = await params
  const { before } = await searchParams
  // What is no id shows the newest.
  const older = isId('delivery', before) ? before : null
  const view = await queryOrNotFound(viewNotificationSettings, organization, older ? { before: older } : {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: words.title }]} />
      <PageHeader title={words.title} description={words.description} />
      {!view.sendsMail && (
        <Callout tone="warn" title={words.mailNotSetUp}>
          {words.mailNotSetUpDetail}
        </Callout>
      )}
      <FailedDeliveries view={view} older={older !== null} retry={retryDeliveriesAction.bind(null, organization)} />
      <ChannelsForm view={view} choose={chooseChannelsAction.bind(null, organization)} />
    </>
  )
}
