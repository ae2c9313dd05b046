import { SwitchProviderInput } from '@/lib/contract/apps'
import { switchProvider as decide } from '@/lib/core/app'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockApp, loggedAppOf } from '@/lib/db/apps'
import { carryOut } from '@/lib/operations/carry-out-impact'
import { change } from '@/lib/operations/operation'
import { weighImpact } from '@/lib/operations/weigh-impact'

/** Off: no key can be created and none is accepted. On again brings them all back, but for those that were revoked with it. */
export const switchProvider = change({
  input: SwitchProviderInput,
  async run(context, input) {
    const { tx, actor, now, commit } = context
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, input.appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    const switched = decide(app, input.enabled, now)
    if (!switched.ok) return switched
    const { next, event } = switched.value
    const told = { kind: 'app', app: loggedAppOf(next) } as const
    if (input.enabled)
      return ok({ seq: await commit({ update: { app: next }, event, changes: [told] }), revokedKeys: 0 })
    const action = { kind: 'switch_provider_off', appId: app.id } as const
    const weighed = await weighImpact(tx, organizationId, action, { kind: 'app', app }, now, { lock: true })
    // The keys stay what they are: their app takes none of them until it is on again.
    const done = await carryOut(context, action, weighed, input.impact, async () => [])
    if (!done.ok) return done
    const { revokedKeys, saving } = done.value
    const { furtherEvents, changes } = saving
    const seq = await commit({ update: { app: next }, event, furtherEvents, changes: [...changes, told] })
    return ok({ seq, revokedKeys })
  },
})
