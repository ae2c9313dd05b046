import { DeleteAppInput } from '@/lib/contract/apps'
import { deleteApp as decide } from '@/lib/core/app'
import { namedApp } from '@/lib/core/happenings'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { setAppDeleted } from '@/lib/db/concerned-keys'
import { actorNamed } from '@/lib/operations/actor-named'
import { carryOut } from '@/lib/operations/carry-out-impact'
import { change } from '@/lib/operations/operation'
import { weighImpact } from '@/lib/operations/weigh-impact'

/** Its keys are orphaned in the same transaction, and stop. Its page stays. */
export const deleteApp = change({
  input: DeleteAppInput,
  async run(context, { appId, confirmation, impact }) {
    const { tx, actor, now, commit } = context
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    if (confirmation !== app.name)
      return fail('app_name_mismatch', { field: 'confirmation', params: { name: app.name } })
    const action = { kind: 'delete_app', appId } as const
    const weighed = await weighImpact(tx, organizationId, action, { kind: 'app', app }, now, { lock: true })
    const done = await carryOut(context, action, weighed, impact, async (keys) => {
      await setAppDeleted(tx, organizationId, keys, now)
      return keys.map((key) => ({ ...key, appDeletedAt: now }))
    })
    if (!done.ok) return done
    const { orphanedKeys, revokedKeys, stopped, saving } = done.value
    const { next, event } = decide(app, actor, { orphanedKeys, revokedKeys }, now)
    const seq = await commit({
      furtherEvents: saving.furtherEvents,
      update: { app: next },
      event,
      changes: [...saving.changes, { kind: 'app', app: loggedAppOf(next) }],
      happenings: [
        { kind: 'app_deleted', facts: { app: namedApp(app), by: await actorNamed(tx, actor), keys: stopped } },
      ],
    })
    return ok({ seq, orphanedKeys, revokedKeys })
  },
})
