import { newIdAt } from '@/lib/crypto/identifiers'
import { changeWebhook } from '@/lib/operations/change-webhook'
import { chooseChannels } from '@/lib/operations/choose-channels'
import { chooseOwnMails } from '@/lib/operations/choose-own-mails'
import { countUnread } from '@/lib/operations/count-unread'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteWebhook } from '@/lib/operations/delete-webhook'
import { endOldWebhookSecret } from '@/lib/operations/end-old-webhook-secret'
import { listNotifications } from '@/lib/operations/list-notifications'
import { listWebhooks } from '@/lib/operations/list-webhooks'
import { markNotificationsRead } from '@/lib/operations/mark-notifications-read'
import { preparePing } from '@/lib/operations/prepare-ping'
import { retryDeliveries } from '@/lib/operations/retry-deliveries'
import { rotateWebhookSecret } from '@/lib/operations/rotate-webhook-secret'
import { sendDeliveryAgain } from '@/lib/operations/send-delivery-again'
import { sendFailedDeliveriesAgain } from '@/lib/operations/send-failed-deliveries-again'
import { switchWebhook } from '@/lib/operations/switch-webhook'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import { type Bed, type Things, WEBHOOK } from '@/lib/operations/testing/role-matrix/things'
import { need, type Organization } from '@/lib/operations/testing/two-organizations'
import { viewNotificationSettings } from '@/lib/operations/view-notification-settings'
import { viewOwnMails } from '@/lib/operations/view-own-mails'
import { viewWebhook } from '@/lib/operations/view-webhook'
import { viewWebhookDelivery } from '@/lib/operations/view-webhook-delivery'

const EVERYBODY = 'yes yes yes yes yes yes'
const WHO_GOVERNS = 'yes yes no no no no'
const OWNER_ALONE = 'yes no no no no no'

export function rowsOfNotifications(
  { as }: Bed,
  { webhookOf, newWebhookOf, webhookDeliveryOf }: Things,
): readonly Row[] {
  const seenAt = async (org: Organization) => {
    const { webhookEndpointId } = await webhookOf(org)
    const { webhook } = need(await as(org.owner)(viewWebhook, { webhookEndpointId }))
    return { webhookEndpointId, changedAt: webhook.changedAt }
  }
  return [
    row('see the webhooks', WHO_GOVERNS, listWebhooks, () => ({})),
    row('see a webhook', WHO_GOVERNS, viewWebhook, webhookOf),
    row('see a message of a webhook', WHO_GOVERNS, viewWebhookDelivery, webhookDeliveryOf),
    row('add a webhook', WHO_GOVERNS, createWebhook, () => WEBHOOK),
    row('change a webhook', WHO_GOVERNS, changeWebhook, async (org) => ({ ...WEBHOOK, ...(await seenAt(org)) })),
    row('rotate a webhook’s secret', WHO_GOVERNS, rotateWebhookSecret, seenAt),
    row('end a webhook’s old secret', WHO_GOVERNS, endOldWebhookSecret, async (org) => {
      const seen = await seenAt(org)
      need(await as(org.owner)(rotateWebhookSecret, seen))
      return { webhookEndpointId: seen.webhookEndpointId }
    }),
    row('ping a webhook', WHO_GOVERNS, preparePing, webhookOf),
    row('send a message of a webhook again', WHO_GOVERNS, sendDeliveryAgain, webhookDeliveryOf),
    row('send all failed messages of a webhook again', WHO_GOVERNS, sendFailedDeliveriesAgain, async (org) => {
      const { webhookEndpointId } = await webhookDeliveryOf(org)
      return { webhookEndpointId }
    }),
    row('switch a webhook off', WHO_GOVERNS, switchWebhook, async (org) => ({
      ...(await newWebhookOf(org)),
      enabled: false,
    })),
    row('delete a webhook', WHO_GOVERNS, deleteWebhook, newWebhookOf),
    row('see what one was told', EVERYBODY, listNotifications, () => ({})),
    row('see how much of it is unread', EVERYBODY, countUnread, () => ({})),
    row('mark it as read', EVERYBODY, markNotificationsRead, () => ({ one: newIdAt(new Date())('happening') }), {
      passesOver: true,
    }),
    row('see which mails one gets', EVERYBODY, viewOwnMails, () => ({})),
    row('choose which mails one gets', EVERYBODY, chooseOwnMails, () => ({ mails: [] })),
    row('see what the organization tells', OWNER_ALONE, viewNotificationSettings, () => ({})),
    row('choose what the organization tells', OWNER_ALONE, chooseChannels, () => ({ on: [] })),
    row('try failed deliveries again', OWNER_ALONE, retryDeliveries, () => ({ all: true })),
  ]
}
