import { MarkNotificationsReadInput } from '@/lib/contract/notifications'
import { isMemberActor } from '@/lib/core/actor'
import { fail, ok } from '@/lib/core/result'
import { markRead } from '@/lib/db/notifications'
import { read } from '@/lib/operations/operation'

/** What somebody has read is theirs alone and changes nothing of the organization: no event, and no lock that others would wait for. */
export const markNotificationsRead = read({
  input: MarkNotificationsReadInput,
  async run({ tx, actor, now }, which) {
    if (!isMemberActor(actor)) return fail('not_permitted')
    await markRead(tx, actor, which, now)
    return ok({ done: true })
  },
})
