import { CreateAppInput } from '@/lib/contract/apps'
import { createApp as decide } from '@/lib/core/app'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findAppBySlug, lockAppNames, loggedAppOf } from '@/lib/db/apps'
import { change } from '@/lib/operations/operation'

export const createApp = change({
  input: CreateAppInput,
  async run({ tx, actor, now, newId, commit }, wanted) {
    if (!may(actor, 'app.create', {})) return fail('not_permitted')
    const decided = decide(wanted, actor, newId, now)
    if (!decided.ok) return decided
    const { next, event } = decided.value
    // Two who choose one name at once come one after the other, and the second is told.
    await lockAppNames(tx, actor.organizationId)
    if (await findAppBySlug(tx, actor.organizationId, next.slug)) {
      return fail('app_name_taken', { field: 'name', params: { slug: next.slug } })
    }
    await commit({ insert: { app: next }, event, changes: [{ kind: 'app', app: loggedAppOf(next) }] })
    return ok({ id: next.id, slug: next.slug, service: next.service, name: next.name })
  },
})
