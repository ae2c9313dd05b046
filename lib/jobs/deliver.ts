import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt } from '@/lib/core/delivery'
import type { DeliveryId } from '@/lib/core/identifiers'
import type { DeliveryToSend } from '@/lib/db/deliveries'
import { isServerAway } from '@/lib/db/server-away'
import { mailOfHappening } from '@/lib/jobs/mail-of-happening'
import type { Mailer } from '@/lib/jobs/mailer'
import { workerOrigin } from '@/lib/jobs/worker-origin'
import { beginDelivery } from '@/lib/operations/begin-delivery'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { settleDelivery } from '@/lib/operations/settle-delivery'
import { notificationsWords } from '@/words/notifications'

/** What mails are sent with. */
export interface Senders {
  readonly platform: Platform
  /** Null where mail is not set up. */
  readonly mailer: Mailer | null
}

/** Between two tries to write down what came of an attempt while Postgres is away, in milliseconds. */
const SETTLE_MILLISECONDS = 1_000

/**
 * One attempt at one mail. It is taken first, in a transaction of its own, so that nobody else makes the same attempt; then sent; then
 * what came of it is written down. Killed between the last two, it is sent again when the attempt is given up for lost: at least once.
 */
export async function deliver(senders: Senders, deliveryId: DeliveryId): Promise<void> {
  const { platform } = senders
  const begun = await performForAccount(platform, beginDelivery, workerOrigin(), { deliveryId })
  if (!begun.ok || !begun.value.delivery) return
  const { delivery, isWanted } = begun.value
  const attempt: Attempt = isWanted
    ? await sendMail(senders, delivery)
    : { outcome: 'dropped', error: notificationsWords.errors.gone }
  // What was sent stays sent: if Postgres went away meanwhile, it is waited for rather than sent once more.
  for (;;) {
    try {
      await performForAccount(platform, settleDelivery, workerOrigin(), { deliveryId, attempt })
      return
    } catch (error) {
      if (!isServerAway(error)) throw error
      await sleep(SETTLE_MILLISECONDS)
    }
  }
}

async function sendMail({ platform, mailer }: Senders, delivery: DeliveryToSend): Promise<Attempt> {
  const { id, happening, organization, member } = delivery
  if (!member) return { outcome: 'dropped', error: notificationsWords.errors.gone }
  if (!mailer) return { outcome: 'failed', error: notificationsWords.errors.notSetUp }
  const { publicUrl } = platform.settings
  const { hostname } = new URL(publicUrl)
  return mailer.send({
    ...mailOfHappening(happening, { publicUrl, organization, timeZone: member.timeZone ?? 'UTC' }),
    to: { name: member.name, address: member.email },
    messageId: `<${id}@${hostname}>`,
    listId: `<${organization.slug}.notifications.${hostname}>`,
  })
}
