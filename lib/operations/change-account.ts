import { ChangeAccountInput } from '@/lib/contract/account'
import { fail, ok } from '@/lib/core/result'
import { updateUser } from '@/lib/db/users'
import { accountOperation } from '@/lib/operations/operation'
import { ownAccount } from '@/lib/operations/own-account'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

/** A new name, by which others know one, and the zone in which moments are shown. */
export const changeAccount = accountOperation({
  input: ChangeAccountInput,
  async run(context, { sessionId, name, timeZone }) {
    const own = await ownAccount(context, sessionId)
    if (!own.ok) return own
    const { user, can } = own.value
    if (!can.change) return fail('password_elsewhere')
    await updateUser(context.tx, { id: user.id, name, timeZone })
    await recordForEveryOrganization(context, user.id, {
      type: 'account.changed',
      userId: user.id,
      before: { name: user.name, timeZone: user.timeZone },
      after: { name, timeZone },
    })
    return ok({ name })
  },
})
