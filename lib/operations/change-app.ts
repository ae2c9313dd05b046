import { ChangeAppInput } from '@/lib/contract/apps'
import { changesRules, changeApp as decide } from '@/lib/core/app'
import { type LoggedChange, restricts } from '@/lib/core/changes'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { listScopesInUse } from '@/lib/db/api-keys'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

/** Its address never changes with its name: what callers have configured goes on working. */
export const changeApp = change({
  input: ChangeAppInput,
  async run({ tx, actor, now, commit }, { appId, changedAt, scopeRules, corsOrigins, ...wanted }) {
    const app = await lockApp(tx, actor.organizationId, appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    if (app.changedAt.getTime() !== new Date(changedAt).getTime()) return fail('app_changed_meanwhile')
    const dropped = (await listScopesInUse(tx, actor.organizationId, appId, now)).find(
      (scope) => !wanted.scopes.includes(scope),
    )
    if (dropped !== undefined) return fail('scope_in_use', { field: 'scopes', params: { scope: dropped } })
    const decided = decide(
      app,
      { ...wanted, scopeRules: scopeRules ?? app.scopeRules, corsOrigins: corsOrigins ?? app.corsOrigins },
      now,
    )
    if (!decided.ok) return decided
    const { next, event } = decided.value
    const changed: LoggedChange = { kind: 'app', app: loggedAppOf(next) }
    const seq = await commit({ update: { app: next }, event, changes: [changed] })
    /** Whether there is a receipt to wait for: an app that is only renamed stops nobody, whatever rules it has. */
    return ok({
      changedAt: next.changedAt.toISOString(),
      seq,
      restricts: changesRules(app, next) && restricts(changed),
    })
  },
})
