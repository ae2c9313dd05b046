import { type NotificationSettingsView, ViewNotificationSettingsInput } from '@/lib/contract/notifications'
import { CHANNELS, type Channel, canTellBy, HAPPENING_KINDS, HAPPENINGS, tellsBy } from '@/lib/core/happenings'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readOrganizationChoices } from '@/lib/db/channel-choices'
import { countWaitingDeliveries, listFailedDeliveries } from '@/lib/db/deliveries'
import { read } from '@/lib/operations/operation'

const FAILED_SHOWN = 20

/** What the organization tells of and how, and what could not be delivered. */
export const viewNotificationSettings = read({
  input: ViewNotificationSettingsInput,
  async run({ tx, actor, now, settings: { sendsMail } }, { before }) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const { organizationId } = actor
    const choices = await readOrganizationChoices(tx, organizationId)
    const rows = await listFailedDeliveries(tx, organizationId, before ?? null, FAILED_SHOWN + 1)
    const failed = rows.slice(0, FAILED_SHOWN)
    const view: NotificationSettingsView = {
      kinds: HAPPENING_KINDS.map((kind) => ({
        kind,
        to: HAPPENINGS[kind].to,
        channels: Object.fromEntries(
          CHANNELS.map((channel) => [channel, canTellBy(kind, channel) ? tellsBy(kind, channel, choices) : null]),
        ) as Record<Channel, boolean | null>,
      })),
      sendsMail,
      failed: failed.map(({ id, member, channel, error, settledAt, happening }) => ({
        id,
        to: member ?? channel,
        error: error ?? '',
        at: (settledAt ?? happening.at).toISOString(),
        happening,
      })),
      nextBefore: rows.length > FAILED_SHOWN ? (failed.at(-1)?.id ?? null) : null,
      waiting: await countWaitingDeliveries(tx, organizationId),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
