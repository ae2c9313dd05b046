import type { HeldKeyView, SecretView } from '@/lib/contract/secrets'
import { isMemberActor } from '@/lib/core/actor'
import { statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { goneAt, SECRET_ACCESSES } from '@/lib/core/secret'
import type { SecretRow, SecretsSeen } from '@/lib/db/secrets'
import type { People } from '@/lib/operations/operation'

/** Which secrets a viewer has that right to, asked of the one table: for lists, which are cut to it in SQL. */
export function secretsWith(right: 'secret.reveal' | 'secret.manage', viewer: People): SecretsSeen {
  const membershipId = isMemberActor(viewer) ? viewer.membershipId : null
  const own = membershipId === null ? [] : [membershipId]
  const stranger = { ownerId: null, readers: [], managers: [] }
  return {
    membershipId,
    all: may(viewer, right, { secret: stranger }),
    owned: may(viewer, right, { secret: { ...stranger, ownerId: membershipId } }),
    shared: SECRET_ACCESSES.filter((access) =>
      may(viewer, right, { secret: { ...stranger, [access === 'read' ? 'readers' : 'managers']: own } }),
    ),
  }
}

export function heldKeyView(holds: SecretRow['holds'], now: Date): HeldKeyView | null {
  if (!holds) return null
  const { key, appName } = holds
  return { id: key.id, name: key.name, status: statusOf(key, now), appName, replaced: key.successorId !== null }
}

/** A secret as a page shows it to one viewer, without its value, with what that viewer may do with it now. */
export function secretView({ secret, owner, holds }: SecretRow, viewer: People, now: Date): SecretView {
  const { id, name, createdAt, changedAt, version, deletedAt } = secret
  return {
    id,
    name,
    owner,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    version,
    holds: heldKeyView(holds, now),
    shares: secret.readers.length + secret.managers.length,
    deletedAt: deletedAt?.toISOString() ?? null,
    goneAt: goneAt(secret)?.toISOString() ?? null,
    can: {
      reveal: deletedAt === null && may(viewer, 'secret.reveal', { secret }),
      manage: may(viewer, 'secret.manage', { secret }),
    },
  }
}
