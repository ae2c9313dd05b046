import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'
import { fail, ok } from '@/lib/core/result'
import { STATUS_VALUES } from '@/lib/core/status-value'
import { signEpochStatement } from '@/lib/crypto/epoch-statements'
import { beginEpoch as begin, lockHead } from '@/lib/db/feed'
import { getOrganization } from '@/lib/db/organizations'
import { change } from '@/lib/operations/operation'
import { openSigningKey } from '@/lib/operations/signing-key'

/**
 * After a backup was restored: gateways know more than this database does, and follow it again only from a signed new epoch. Positions that
 * may have been given out since the backup are spent and revoked, a whole list of them, so that no key of the lost time can work again.
 */
export const beginEpoch = change({
  input: z.object({}),
  async run({ tx, actor, now, keks, commit }) {
    if (actor.kind !== 'operator') return fail('not_permitted')
    const { organizationId } = actor
    const { issuer } = await getOrganization(tx, organizationId)
    const signing = await openSigningKey(tx, organizationId, 'epoch', keks)
    if (!signing.ok) return signing
    const head = await lockHead(tx, organizationId)
    const epoch = head.epoch + 1
    const list = LIMITS.statusListPositions
    const next = Math.ceil(head.nextPosition / list) * list + list
    const statement = { iss: issuer, org: organizationId, epoch, iat: Math.floor(now.getTime() / 1000) }
    await begin(
      tx,
      organizationId,
      epoch,
      await signEpochStatement(statement, signing.value.privateKey, signing.value.kid),
      next,
    )
    await commit({
      event: { type: 'organization.epoch_begun', before: { epoch: head.epoch }, after: { epoch, nextPosition: next } },
      changes: [
        { kind: 'issued', below: next },
        {
          kind: 'status',
          set: [{ value: STATUS_VALUES.revoked, runs: [[head.nextPosition, next - head.nextPosition]] }],
        },
      ],
    })
    return ok({ epoch })
  },
})
