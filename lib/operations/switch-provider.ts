import { SwitchProviderInput } from '@/lib/contract/apps'
import { switchProvider as decide } from '@/lib/core/app'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

/** Off: no key can be created and none is accepted. On again brings them all back. */
export const switchProvider = change({
  input: SwitchProviderInput,
  async run({ tx, actor, now, commit }, { appId, enabled }) {
    const app = await lockApp(tx, actor.organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    const switched = decide(app, enabled, now)
    if (!switched.ok) return switched
    const { next, event } = switched.value
    return ok({
      seq: await commit({ update: { app: next }, event, changes: [{ kind: 'app', app: loggedAppOf(next) }] }),
    })
  },
})
