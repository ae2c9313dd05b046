import { z } from 'zod'
import type { OwnMailsView } from '@/lib/contract/notifications'
import { isMemberActor } from '@/lib/core/actor'
import { canTellBy, HAPPENING_KINDS, HAPPENINGS, isAudience, tellsBy } from '@/lib/core/happenings'
import { fail, ok } from '@/lib/core/result'
import { readOrganizationChoices } from '@/lib/db/channel-choices'
import { readOwnChoices } from '@/lib/db/notifications'
import { read } from '@/lib/operations/operation'

/** Which mails the actor gets, of all that they can be told of. */
export const viewOwnMails = read({
  input: z.object({}),
  async run({ tx, actor, settings: { sendsMail } }) {
    if (!isMemberActor(actor)) return fail('not_permitted')
    const organization = await readOrganizationChoices(tx, actor.organizationId)
    const own = await readOwnChoices(tx, actor)
    const view: OwnMailsView = {
      sendsMail,
      mails: HAPPENING_KINDS.filter(
        (kind) => canTellBy(kind, 'email') && (HAPPENINGS[kind].to === 'named' || isAudience({ kind }, actor)),
      ).map((kind) => ({
        kind,
        isWanted: own[kind]?.email ?? true,
        isSentAtAll: tellsBy(kind, 'email', organization),
      })),
    }
    return ok(view)
  },
})
