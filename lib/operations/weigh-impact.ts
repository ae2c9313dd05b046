import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { factsOf, type Impact, type ImpactAction, type ImpactTarget, impactOf } from '@/lib/core/impact'
import { sha256 } from '@/lib/crypto/hashes'
import { listOwnedApps } from '@/lib/db/apps'
import { listConcernedKeys } from '@/lib/db/concerned-keys'
import type { Tx } from '@/lib/db/tx'

export interface Weighed {
  readonly impact: Impact
  /** Of what someone who is shown it agrees to. */
  readonly digest: string
}

/**
 * What an action stops, from the facts as they are now. To show it, they are read; to do it, apps and keys are locked as well, in the order that
 * every change has, and stay as they were weighed until the end of the transaction. The membership or the app itself is locked by then.
 */
export async function weighImpact(
  tx: Tx,
  organizationId: OrganizationId,
  action: ImpactAction,
  target: ImpactTarget,
  now: Date,
  { lock, alsoAppsOf = [] }: { readonly lock: boolean; readonly alsoAppsOf?: readonly ApiKeyId[] | 'all' },
): Promise<Weighed> {
  const isMember = target.kind === 'member'
  const ownedApps = isMember ? await listOwnedApps(tx, organizationId, target.member.id, { lock, alsoAppsOf }) : []
  const whose = isMember ? { ownerId: target.member.id } : { appId: target.app.id }
  const keys = await listConcernedKeys(tx, organizationId, whose, { lock })
  const facts = { target, keys, ownedApps, now }
  const impact = impactOf(action, facts)
  return { impact, digest: Buffer.from(sha256(factsOf(action, facts, impact))).toString('base64url') }
}
