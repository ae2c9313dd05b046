import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { findUnrecordedExpiry, recordExpiries } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { accountOperation } from '@/lib/operations/operation'

/**
 * Run every minute by the worker, one app at a time until there is none left: so that what lists and counts have to find out from the clock
 * stays little, however many keys expire unnoticed. It is no event: a key is dead at its expiry, whoever has recorded that.
 */
export const recordExpiredKeys = accountOperation({
  input: z.object({}),
  async run({ tx, now }) {
    const found = await findUnrecordedExpiry(tx, now)
    if (!found) return ok({ keys: 0 })
    await lockApp(tx, found.organizationId, found.appId)
    // Whoever made a key of that app meanwhile has recorded them already; there may be others.
    return ok({ keys: Math.max(1, await recordExpiries(tx, found.organizationId, found.appId, now)) })
  },
})
