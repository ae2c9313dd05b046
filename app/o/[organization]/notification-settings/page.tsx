import type { Metadata } from 'next'
import { ChannelsForm } from '@/components/notifications/channels-form'
import { FailedDeliveries } from '@/components/notifications/failed-deliveries'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { Callout } from '@/components/ui/callout'
import { PageHeader } from '@/components/ui/page-header'
import { viewNotificationSettings } from '@/lib/operations/view-notification-settings'
import { queryOrNotFound } from '@/lib/server/queries'
import { commonWords } from '@/words/common'
import { notificationsWords } from '@/words/notifications'
import { chooseChannelsAction, retryDeliveriesAction } from './actions'

const words = notificationsWords.settings

export const metadata: Metadata = { title: words.title }

export default async function NotificationSettingsPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  const view = await queryOrNotFound(viewNotificationSettings, organization, {})
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: commonWords.organization }, { label: words.title }]} />
      <PageHeader title={words.title} description={words.description} />
      {!view.sendsMail && (
        <Callout tone="warn" title={words.mailNotSetUp}>
          {words.mailNotSetUpDetail}
        </Callout>
      )}
      <FailedDeliveries view={view} retry={retryDeliveriesAction.bind(null, organization)} />
      <ChannelsForm view={view} choose={chooseChannelsAction.bind(null, organization)} />
    </>
  )
}
