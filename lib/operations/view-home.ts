import { z } from 'zod'
import type { HomeView } from '@/lib/contract/home'
import { instanceStateOf, isHeardOf } from '@/lib/core/gateway-state'
import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { ok } from '@/lib/core/result'
import { SERVICES } from '@/lib/core/services'
import { readRows } from '@/lib/db/api-keys'
import { countAppsByService } from '@/lib/db/apps'
import { readHead } from '@/lib/db/feed'
import { type GatewayInstance, listGateways } from '@/lib/db/gateways'
import { countKeys, countKeysByService, countStoppingKeys } from '@/lib/db/key-counts'
import { type KeyQuery, listApiKeys } from '@/lib/db/key-listing'
import type { Tx } from '@/lib/db/tx'
import { findKnockingKeys, findUnusedKeys } from '@/lib/db/usage'
import { read } from '@/lib/operations/operation'
import { usageSeries } from '@/lib/operations/usage-series'
import { apiKeyView } from '@/lib/operations/views'

const WEEK_MILLISECONDS = 7 * 86_400_000
const UNUSED_MILLISECONDS = 90 * 86_400_000
const SHOWN = 5

/** What needs someone. */
export const viewHome = read({
  input: z.object({}),
  async run({ tx, actor, now, settings: { renewSeconds } }) {
    const { organizationId } = actor
    const inAWeek = new Date(now.getTime() + WEEK_MILLISECONDS)
    const common = { within: { organization: true }, after: null, limit: SHOWN, now } as const
    const keysOf = async (query: Pick<KeyQuery, 'tab' | 'order' | 'descending' | 'status' | 'stopsBy'>) =>
      (await listApiKeys(tx, organizationId, { ...common, ...query })).rows.map((row) => apiKeyView(row, actor, now))
    const orphaned = await keysOf({ tab: 'orphaned', order: 'created', descending: true })
    const expiring = await keysOf({
      tab: 'active',
      status: 'active',
      order: 'expires',
      descending: false,
      stopsBy: inAWeek,
    })
    const viewsOf = async (ids: readonly ApiKeyId[]) =>
      (await readRows(tx, organizationId, ids, now)).map((row) => apiKeyView(row, actor, now))
    const knocking = await findKnockingKeys(tx, organizationId, new Date(now.getTime() - WEEK_MILLISECONDS), now, SHOWN)
    const unused = await findUnusedKeys(tx, organizationId, new Date(now.getTime() - UNUSED_MILLISECONDS), now, SHOWN)
    const apps = await countAppsByService(tx, organizationId)
    const keys = await countKeysByService(tx, organizationId, now)
    const view: HomeView = {
      orphaned: { count: (await countKeys(tx, organizationId, common.within, now)).orphaned, keys: orphaned },
      expiringSoon: { count: await countStoppingKeys(tx, organizationId, now, inAWeek), keys: expiring },
      knocking: { count: knocking.count, keys: await viewsOf(knocking.ids) },
      unused: { count: unused.count, keys: await viewsOf(unused.ids) },
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
