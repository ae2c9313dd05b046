import { RemoveUpstreamSecretInput } from '@/lib/contract/apps'
import { removeUpstreamSecret as decide } from '@/lib/core/app'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

/** From then on gateways show the app nothing. */
export const removeUpstreamSecret = change({
  input: RemoveUpstreamSecretInput,
  async run({ tx, actor, now, commit }, { appId }) {
    const app = await lockApp(tx, actor.organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    const removed = decide(app, now)
    if (!removed.ok) return removed
    const { next, event } = removed.value
    await commit({ update: { app: next }, event, changes: [{ kind: 'app', app: loggedAppOf(next) }] })
    return ok({})
  },
})
