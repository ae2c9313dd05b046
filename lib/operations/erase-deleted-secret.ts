import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'
import { ok } from '@/lib/core/result'
import { eraseSecret } from '@/lib/core/secret'
import { lockErasableSecret } from '@/lib/db/secrets'
import { accountOperation } from '@/lib/operations/operation'

/**
 * Run by the worker until it finds none: erases what is sealed of one secret that was deleted so long ago that it can't be restored any more.
 * Its row stays without a value, so that the audit log can name what it speaks of.
 */
export const eraseDeletedSecret = accountOperation({
  input: z.object({}),
  async run({ tx, now, commit }) {
    const secret = await lockErasableSecret(tx, new Date(now.getTime() - LIMITS.deletedSecretDays * 86_400_000))
    if (!secret) return ok({ erased: false })
    const { next, event } = eraseSecret(secret, now)
    await commit(
      secret.organizationId,
      { kind: 'portal', organizationId: secret.organizationId },
      { update: { secret: next }, delete: { versionsOf: secret }, event },
    )
    return ok({ erased: true })
  },
})
