import { ListNotificationsInput, type NotificationsView } from '@/lib/contract/notifications'
import { isMemberActor } from '@/lib/core/actor'
import { fail, ok } from '@/lib/core/result'
import { countUnread, listNotifications as list } from '@/lib/db/notifications'
import { MOST_UNREAD } from '@/lib/operations/count-unread'
import { notificationView } from '@/lib/operations/notification-view'
import { read } from '@/lib/operations/operation'

/** What the actor was told of in this organization, the newest first. Each has their own; nobody looks into another's. */
export const listNotifications = read({
  input: ListNotificationsInput,
  async run({ tx, actor, now }, { before, limit }) {
    if (!isMemberActor(actor)) return fail('not_permitted')
    const rows = await list(tx, actor, before ?? null, limit + 1)
    const { unread, newest } = await countUnread(tx, actor, MOST_UNREAD)
    const shown = rows.slice(0, limit)
    const view: NotificationsView = {
      notifications: shown.map(notificationView),
      nextBefore: rows.length > limit ? (shown.at(-1)?.happening.id ?? null) : null,
      unread: Math.min(unread, MOST_UNREAD),
      orMore: unread > MOST_UNREAD,
      newest,
      now: now.toISOString(),
    }
    return ok(view)
  },
})
