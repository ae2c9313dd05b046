import { DeleteAppInput } from '@/lib/contract/apps'
import { deleteApp as decide } from '@/lib/core/app'
import { namedApp } from '@/lib/core/happenings'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { orphanKeysOfApp } from '@/lib/db/api-keys'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { listKeysAt } from '@/lib/db/listed-keys'
import { actorNamed } from '@/lib/operations/actor-named'
import { change } from '@/lib/operations/operation'
import { orphaned } from '@/lib/operations/status-change'

/** Its keys are orphaned in the same transaction, and stop. Its page stays. */
export const deleteApp = change({
  input: DeleteAppInput,
  async run({ tx, actor, now, commit }, { appId, confirmation }) {
    const app = await lockApp(tx, actor.organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    if (confirmation !== app.name)
      return fail('app_name_mismatch', { field: 'confirmation', params: { name: app.name } })
    const positions = await orphanKeysOfApp(tx, actor.organizationId, appId, now)
    const { next, event } = decide(app, actor, positions.length, now)
    const seq = await commit({
      update: { app: next },
      event,
      changes: [...orphaned(positions), { kind: 'app', app: loggedAppOf(next) }],
      happenings: [
        {
          kind: 'app_deleted',
          facts: {
            app: namedApp(app),
            by: await actorNamed(tx, actor),
            keys: await listKeysAt(tx, actor.organizationId, positions),
          },
        },
      ],
    })
    return ok({ seq, orphanedKeys: positions.length })
  },
})
