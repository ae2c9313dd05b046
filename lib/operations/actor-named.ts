import { type Actor, isMemberActor } from '@/lib/core/actor'
import type { NamedMember } from '@/lib/core/happenings'
import { namesOfMembers } from '@/lib/db/names-of-members'
import type { Tx } from '@/lib/db/tx'

/** Who did it, as a message says it; null for an operator and for the portal itself. */
export async function actorNamed(tx: Tx, actor: Actor): Promise<NamedMember | null> {
  if (!isMemberActor(actor)) return null
  const { organizationId, membershipId: id } = actor
  const name = (await namesOfMembers(tx, organizationId, [id])).get(id)
  return name === undefined ? null : { id, name }
}
