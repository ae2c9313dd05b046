import { z } from 'zod'
import type { NotificationSettingsView } from '@/lib/contract/notifications'
import { CHANNELS, type Channel, canTellBy, HAPPENING_KINDS, HAPPENINGS, tellsBy } from '@/lib/core/happenings'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readOrganizationChoices } from '@/lib/db/channel-choices'
import { countWaitingDeliveries, listFailedDeliveries } from '@/lib/db/deliveries'
import { read } from '@/lib/operations/operation'

const FAILED_SHOWN = 50

/** What the organization tells of and how, and what could not be delivered. */
export const viewNotificationSettings = read({
  input: z.object({}),
  async run({ tx, actor, now, settings: { sendsMail } }) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const { organizationId } = actor
    const choices = await readOrganizationChoices(tx, organizationId)
    const failed = await listFailedDeliveries(tx, organizationId, FAILED_SHOWN)
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
      waiting: await countWaitingDeliveries(tx, organizationId),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
