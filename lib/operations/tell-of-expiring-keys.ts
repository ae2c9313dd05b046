import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { EXPIRY_NOTICE_DAYS, type ExpiryNoticeDays, expiryNoticeDue } from '@/lib/core/expiry-notice'
import { type Happening, listKeys } from '@/lib/core/happenings'
import type { MembershipId } from '@/lib/core/identifiers'
import { ok } from '@/lib/core/result'
import { type ExpiringKey, listExpiringKeys, lockNotices, recordExpiryNotices } from '@/lib/db/notices'
import { accountOperation } from '@/lib/operations/operation'

const DAY_MILLISECONDS = 86_400_000

/**
 * Run by the worker every hour, for each organization: tells the owners of keys that will expire, each owner in one message for each step.
 * What was told is remembered with the message, so a worker that is killed has told it or not, and two workers tell it once.
 */
export const tellOfExpiringKeys = accountOperation({
  input: z.object({ organizationId: idOf('organization') }),
  async run({ tx, now, tell }, { organizationId }) {
    await lockNotices(tx, organizationId, 'expiry')
    const before = new Date(now.getTime() + EXPIRY_NOTICE_DAYS[0] * DAY_MILLISECONDS)
    const due = (await listExpiringKeys(tx, organizationId, now, before)).flatMap((key) => {
      const days = expiryNoticeDue(key, key.told, now)
      return days === null ? [] : [{ key, days }]
    })
    await recordExpiryNotices(
      tx,
      organizationId,
      due.map(({ key, days }) => ({ id: key.id, days })),
      now,
    )
    await tell(organizationId, messagesOf(due))
    return ok({ keys: due.length })
  },
})

function messagesOf(due: readonly { readonly key: ExpiringKey; readonly days: ExpiryNoticeDays }[]): Happening[] {
  const messages = new Map<string, { ownerId: MembershipId; days: ExpiryNoticeDays; keys: ExpiringKey[] }>()
  for (const { key, days } of due) {
    const of = `${key.ownerId} ${days}`
    const message = messages.get(of) ?? { ownerId: key.ownerId, days, keys: [] }
    message.keys.push(key)
    messages.set(of, message)
  }
  return [...messages.values()].map(({ ownerId, days, keys }) => ({
    kind: 'api_keys_expiring',
    facts: {
      days,
      keys: listKeys(
        keys.map(({ id, name, hint, type, app, expiresAt }) => ({
          id,
          name,
          hint,
          type,
          app,
          expiresAt: expiresAt.toISOString(),
        })),
      ),
    },
    recipients: [ownerId],
  }))
}
