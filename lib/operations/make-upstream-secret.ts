import { MakeUpstreamSecretInput } from '@/lib/contract/apps'
import { setUpstreamSecret } from '@/lib/core/app'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { seal } from '@/lib/crypto/sealing'
import { UpstreamSecret } from '@/lib/crypto/upstream-secret'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

/** Makes what the gateway shows to the app, or replaces it. It leaves here once, and is kept sealed. */
export const makeUpstreamSecret = change({
  input: MakeUpstreamSecretInput,
  async run({ tx, actor, now, keks, commit }, { appId, replaces }) {
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    const seen = replaces === null ? null : new Date(replaces).getTime()
    if ((app.upstreamSecretMadeAt?.getTime() ?? null) !== seen) return fail('upstream_secret_changed_meanwhile')
    const secret = UpstreamSecret.make()
    const sealed = await seal(secret.reveal(), { organization: organizationId, app: appId }, keks)
    const { next, event } = setUpstreamSecret(app, sealed, now)
    await commit({ update: { app: next }, event, changes: [{ kind: 'app', app: loggedAppOf(next) }] })
    return ok({ secret, madeAt: now.toISOString() })
  },
})
