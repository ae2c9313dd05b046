import { ChooseOwnMailsInput } from '@/lib/contract/notifications'
import { isMemberActor } from '@/lib/core/actor'
import { canTellBy, HAPPENING_KINDS } from '@/lib/core/happenings'
import { fail, ok } from '@/lib/core/result'
import { lockChoices, saveOwnMails } from '@/lib/db/notifications'
import { change } from '@/lib/operations/operation'

/** Each member for themselves: nobody switches off what another is told. */
export const chooseOwnMails = change({
  input: ChooseOwnMailsInput,
  async run({ tx, actor, commit }, { mails }) {
    if (!isMemberActor(actor)) return fail('not_permitted')
    const without = HAPPENING_KINDS.filter((kind) => canTellBy(kind, 'email') && !mails.includes(kind))
    await lockChoices(tx, actor.membershipId)
    await saveOwnMails(
      tx,
      actor,
      without.map((kind) => ({ kind, enabled: false })),
    )
    await commit({
      event: { type: 'member.mails_chosen', membershipId: actor.membershipId, after: { without } },
    })
    return ok({ without: without.length })
  },
})
