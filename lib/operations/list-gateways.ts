import { z } from 'zod'
import type { GatewaysView } from '@/lib/contract/gateways'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readHead } from '@/lib/db/feed'
import { listGateways as readGateways } from '@/lib/db/gateways'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { read } from '@/lib/operations/operation'

/** Processes that were last heard of longer ago are not shown. */
const SHOWN_MILLISECONDS = 7 * 86_400_000

export const listGateways = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    if (!may(actor, 'gateway.manage', {})) return fail('not_permitted')
    const gateways = await readGateways(tx, actor.organizationId, new Date(now.getTime() - SHOWN_MILLISECONDS))
    const names = await namesOfMembers(
      tx,
      actor.organizationId,
      gateways.flatMap((gateway) => gateway.createdById ?? []),
    )
    const view: GatewaysView = {
      gateways: gateways.map(({ id, name, createdAt, createdById, retiredAt, instances }) => ({
        id,
        name,
        createdAt: createdAt.toISOString(),
        createdBy: (createdById && names.get(createdById)) || null,
        retiredAt: retiredAt?.toISOString() ?? null,
        instances: instances.map((instance) => ({
          id: instance.id,
          version: instance.version,
          renewedAt: instance.renewedAt?.toISOString() ?? null,
          leaseEndsAt: instance.leaseEndsAt?.toISOString() ?? null,
          live: instance.leaseEndsAt !== null && instance.leaseEndsAt > now,
          appliedSeq: Number(instance.appliedSeq),
          clockOffsetMilliseconds: instance.clockOffset,
        })),
      })),
      headSeq: (await readHead(tx, actor.organizationId)).seq,
      now: now.toISOString(),
    }
    return ok(view)
  },
})
