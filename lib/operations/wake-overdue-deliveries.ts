import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { wakeOverdue } from '@/lib/db/deliveries'
import { accountOperation } from '@/lib/operations/operation'

/** A job that is merely late is left alone for so long, in milliseconds. */
const LATE_MILLISECONDS = 30_000
const AT_ONCE = 500

/** Run by the worker every minute: what a worker had that was killed, and what lost its job, gets another one. */
export const wakeOverdueDeliveries = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    return ok({ deliveries: await wakeOverdue(tx, new Date(now.getTime() - LATE_MILLISECONDS), now, AT_ONCE) })
  },
})
