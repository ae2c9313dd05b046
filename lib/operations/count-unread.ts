import { z } from 'zod'
import type { UnreadView } from '@/lib/contract/notifications'
import { isMemberActor } from '@/lib/core/actor'
import { ok } from '@/lib/core/result'
import { countUnread as count } from '@/lib/db/notifications'
import { read } from '@/lib/operations/operation'

/** No bell shows more. */
export const MOST_UNREAD = 99

/** What the bell asks every half minute: one statement, however much was told. */
export const countUnread = read({
  input: z.object({}),
  async run({ tx, actor }) {
    if (!isMemberActor(actor)) return ok<UnreadView>({ unread: 0, orMore: false, newest: null })
    const { unread, newest } = await count(tx, actor, MOST_UNREAD)
    return ok<UnreadView>({ unread: Math.min(unread, MOST_UNREAD), orMore: unread > MOST_UNREAD, newest })
  },
})
