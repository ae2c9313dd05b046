import { z } from 'zod'
import type { HomeView } from '@/lib/contract/home'
import { isMemberActor } from '@/lib/core/actor'
import { instanceStateOf, isHeardOf } from '@/lib/core/gateway-state'
import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { ok } from '@/lib/core/result'
import { SERVICES } from '@/lib/core/services'
import { readRows } from '@/lib/db/api-keys'
import { countAppsByService } from '@/lib/db/apps'
import { readHead } from '@/lib/db/feed'
import { type GatewayInstance, listGateways } from '@/lib/db/gateways'
import { countKeys, countKeysByService } from '@/lib/db/key-counts'
import { countSelectedKeys, type KeyNarrowing, type KeyQuery, listApiKeyIds } from '@/lib/db/key-listing'
import { listOpenOffers } from '@/lib/db/offers'
import type { Tx } from '@/lib/db/tx'
import { findKnockingKeys } from '@/lib/db/usage'
import { COUNTED, countedSoFar } from '@/lib/operations/counted-so-far'
import { keysOffered, offerViews } from '@/lib/operations/list-offers'
import { read } from '@/lib/operations/operation'
import { usageSeries } from '@/lib/operations/usage-series'
import { apiKeyView } from '@/lib/operations/views'

const SHOWN = 5
const OFFERS_COUNTED = 100

const daysFrom = (moment: Date, days: number) => new Date(moment.getTime() + days * 86_400_000)

/** What needs someone. */
export const viewHome = read({
  input: z.object({}),
  async run({ tx, actor, now, settings: { renewSeconds } }) {
    const { organizationId } = actor
    const common = { within: { organization: true }, now } as const
    const pageOf = async (query: Pick<KeyQuery, 'tab' | 'order' | 'descending'> & KeyNarrowing) =>
      (await listApiKeyIds(tx, organizationId, { ...common, ...query, after: null, limit: SHOWN })).ids
    const activeKeysOf = async (narrowing: KeyNarrowing, order: KeyQuery['order']) => {
      const selection = { tab: 'active', status: 'active', ...narrowing } as const
      const count = await countSelectedKeys(tx, organizationId, { ...common, ...selection }, COUNTED)
      return { count, ids: await pageOf({ ...selection, order, descending: false }) }
    }
    const { orphaned } = await countKeys(tx, organizationId, common.within, now)
    const orphanedIds = await pageOf({ tab: 'orphaned', order: 'created', descending: true })
    const expiring = await activeKeysOf({ stopsBy: daysFrom(now, 7) }, 'expires')
    const unused = await activeKeysOf({ unusedSince: daysFrom(now, -90) }, 'created')
    const knocking = await findKnockingKeys(tx, organizationId, daysFrom(now, -7), now, { limit: SHOWN, most: COUNTED })
    const offered = isMemberActor(actor)
      ? await listOpenOffers(tx, organizationId, { to: actor.membershipId }, now, OFFERS_COUNTED)
      : []
    // All at once: what there is to know of keys takes a dozen statements, for one key or for twenty.
    const ids = new Set([...orphanedIds, ...expiring.ids, ...knocking.ids, ...unused.ids, ...keysOffered(offered)])
    const rows = await readRows(tx, organizationId, [...ids], now)
    const views = new Map(rows.map((row) => [row.key.id, apiKeyView(row, actor, now)]))
    const offers = [...(await offerViews(tx, actor, offered, rows, now)).values()]
    const keysOf = (wanted: readonly ApiKeyId[]) => wanted.flatMap((id) => views.get(id) ?? [])
    const apps = await countAppsByService(tx, organizationId)
    const keys = await countKeysByService(tx, organizationId, now)
    const view: HomeView = {
      orphaned: { count: orphaned, orMore: false, keys: keysOf(orphanedIds) },
      expiringSoon: { ...countedSoFar(expiring.count), keys: keysOf(expiring.ids) },
      knocking: { ...countedSoFar(knocking.count), keys: keysOf(knocking.ids) },
      unused: { ...countedSoFar(unused.count), keys: keysOf(unused.ids) },
      offered: { count: offers.length, offers: offers.slice(0, SHOWN) },
      traffic: await usageSeries(tx, organizationId, { organization: true }, '24h', now),
      silentGateways: may(actor, 'gateway.manage', {})
        ? await silentGateways(tx, organizationId, { now, renewSeconds })
        : null,
      services: SERVICES.map((service) => ({ service, apps: apps.get(service) ?? 0, keys: keys.get(service) ?? 0 })),
      can: { inventory: may(actor, 'api_key.inventory', {}) },
      now: now.toISOString(),
    }
    return ok(view)
  },
})

/** Registered, and none of its processes has been heard of for longer than it takes. */
async function silentGateways(
  tx: Tx,
  organizationId: OrganizationId,
  portal: { readonly now: Date; readonly renewSeconds: number },
) {
  const gateways = await listGateways(tx, organizationId, new Date(0))
  const { seq: headSeq } = await readHead(tx, organizationId)
  const heard = (instance: GatewayInstance) =>
    instanceStateOf({ ...instance, appliedSeq: Number(instance.appliedSeq) }, { ...portal, headSeq })
  return gateways
    .filter(({ retiredAt, instances }) => !retiredAt && !isHeardOf(instances.map(heard)))
    .map(({ name, instances }) => {
      const last = Math.max(0, ...instances.map(({ renewedAt }) => renewedAt?.getTime() ?? 0))
      return { name, since: last ? new Date(last).toISOString() : null }
    })
}
