import type { ApiKey } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { Offer } from '@/lib/core/hand-over'
import type { OfferId, OrganizationId } from '@/lib/core/identifiers'
import { lockApiKey } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { findOffer } from '@/lib/db/offers'
import type { Tx } from '@/lib/db/tx'

/**
 * An offer as it is while nobody else can answer it: what it offers is locked, app before key, and the offer is read after that. An offer
 * needs no lock of its own.
 */
export async function lockOffer(
  tx: Tx,
  organizationId: OrganizationId,
  id: OfferId,
): Promise<{ readonly offer: Offer; readonly app: App; readonly key: ApiKey | null } | null> {
  const known = await findOffer(tx, organizationId, id)
  const app = known && (await lockApp(tx, organizationId, known.appId))
  if (!app) return null
  const key = known.apiKeyId && (await lockApiKey(tx, organizationId, known.apiKeyId))
  const offer = await findOffer(tx, organizationId, id)
  return offer && { offer, app, key }
}
