import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { ok } from '@/lib/core/result'
import { endSession as end } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

export const endSession = accountOperation({
  input: z.object({ sessionId: idOf('session') }),
  async run(context, { sessionId }) {
    const ended = await end(context.tx, sessionId, context.now)
    if (ended) {
      const { userId, organizationId } = ended
      await recordForEveryOrganization(context, userId, { type: 'session.ended', userId }, organizationId)
    }
    return ok({})
  },
})
