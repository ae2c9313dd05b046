import { ListAppsInput, type ServiceView } from '@/lib/contract/apps'
import { may } from '@/lib/core/permissions'
import { ok } from '@/lib/core/result'
import { listApps as readApps } from '@/lib/db/apps'
import { countKeysByApp } from '@/lib/db/key-counts'
import { findMemberships } from '@/lib/db/memberships'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { read } from '@/lib/operations/operation'
import { appView, NO_KEYS } from '@/lib/operations/views'

export const listApps = read({
  input: ListAppsInput,
  async run({ tx, actor, now, settings }, { service }) {
    const { organizationId } = actor
    const apps = await readApps(tx, organizationId, service)
    const counts = await countKeysByApp(tx, organizationId, { service }, now)
    const owners = await findMemberships(
      tx,
      organizationId,
      apps.flatMap((app) => app.ownerId ?? []),
    )
    const deleters = await namesOfMembers(
      tx,
      organizationId,
      apps.flatMap((app) => app.deletedById ?? []),
    )
    const keys = { ...NO_KEYS }
    for (const count of counts.values()) {
      keys.active += count.active
      keys.orphaned += count.orphaned
      keys.history += count.history
    }
    const view: ServiceView = {
      service,
      apps: apps.map((app) =>
        appView(
          app,
          {
            owner: (app.ownerId && owners.get(app.ownerId)) || null,
            deletedBy: (app.deletedById && deleters.get(app.deletedById)) || null,
            keys: counts.get(app.id) ?? NO_KEYS,
          },
          actor,
          settings,
        ),
      ),
      keys,
      can: { createApp: may(actor, 'app.create', {}) },
      now: now.toISOString(),
    }
    return ok(view)
  },
})
