import { z } from 'zod'
import type { GatewayInstanceView, GatewaysView } from '@/lib/contract/gateways'
import { instanceStateOf, isHeardOf } from '@/lib/core/gateway-state'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readHead } from '@/lib/db/feed'
import { type GatewayInstance, listGateways as readGateways } from '@/lib/db/gateways'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { read } from '@/lib/operations/operation'

/** Processes that were last heard of longer ago are not shown. */
const SHOWN_MILLISECONDS = 7 * 86_400_000

export const listGateways = read({
  input: z.object({}),
  async run({ tx, actor, now, settings: { renewSeconds } }) {
    if (!may(actor, 'gateway.manage', {})) return fail('not_permitted')
    const gateways = await readGateways(tx, actor.organizationId, new Date(now.getTime() - SHOWN_MILLISECONDS))
    const names = await namesOfMembers(
      tx,
      actor.organizationId,
      gateways.flatMap((gateway) => gateway.createdById ?? []),
    )
    const portal = { headSeq: (await readHead(tx, actor.organizationId)).seq, renewSeconds, now }
    const view: GatewaysView = {
      gateways: gateways.map(({ id, name, createdAt, createdById, retiredAt, ...gateway }) => {
        const instances = gateway.instances.map((instance) => instanceView(instance, portal))
        return {
          id,
          name,
          createdAt: createdAt.toISOString(),
          createdBy: (createdById && names.get(createdById)) || null,
          retiredAt: retiredAt?.toISOString() ?? null,
          heardOf: isHeardOf(instances.map(({ state }) => state)),
          instances,
        }
      }),
      headSeq: portal.headSeq,
      now: now.toISOString(),
    }
    return ok(view)
  },
})

function instanceView(
  { id, version, renewedAt, leaseEndsAt, appliedSeq, clockOffset }: GatewayInstance,
  portal: Parameters<typeof instanceStateOf>[1],
): GatewayInstanceView {
  return {
    id,
    version,
    renewedAt: renewedAt?.toISOString() ?? null,
    leaseEndsAt: leaseEndsAt?.toISOString() ?? null,
    state: instanceStateOf({ renewedAt, leaseEndsAt, appliedSeq: Number(appliedSeq) }, portal),
    appliedSeq: Number(appliedSeq),
    clockOffsetMilliseconds: clockOffset,
  }
}
