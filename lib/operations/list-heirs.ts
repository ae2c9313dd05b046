import type { z } from 'zod'
import { type HeirView, ListHeirsInput } from '@/lib/contract/hand-over'
import { statusOf } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import { mayTakeOverApp, mayTakeOverKey } from '@/lib/core/hand-over'
import type { AppId } from '@/lib/core/identifiers'
import type { Membership } from '@/lib/core/membership'
import { may } from '@/lib/core/permissions'
import { fail, ok, type Result } from '@/lib/core/result'
import { mayHoldKeys, ROLES } from '@/lib/core/roles'
import { findApiKeys } from '@/lib/db/api-keys'
import { findApp } from '@/lib/db/apps'
import { listActiveMembers } from '@/lib/db/memberships'
import { type OperationContext, type People, read } from '@/lib/operations/operation'

/** As many as a person can choose among. */
const OFFERED_MEMBERS = 1_000

/** Whom something can be offered to, by name: for who may offer it. */
export const listHeirs = read({
  input: ListHeirsInput,
  async run(context, input) {
    const { tx, actor } = context
    const fits = await fitting(context, input)
    if (!fits.ok) return fits
    const members = await listActiveMembers(tx, actor.organizationId, ROLES.filter(mayHoldKeys), OFFERED_MEMBERS)
    const heirs: HeirView[] = members.filter(fits.value).map(({ id, name, email, role }) => ({ id, name, email, role }))
    return ok(heirs)
  },
})

type Fits = (member: Membership) => boolean

async function fitting(
  { tx, actor, now }: OperationContext<People>,
  input: z.output<typeof ListHeirsInput>,
): Promise<Result<Fits>> {
  const { organizationId } = actor
  if ('appId' in input) {
    const app = await findApp(tx, organizationId, input.appId)
    if (!app) return fail('app_not_found')
    if (!may(actor, 'app.manage', { app })) return fail('not_permitted')
    return ok((member) => member.id !== app.ownerId && mayTakeOverApp(member))
  }
  const keys = await findApiKeys(tx, organizationId, input.apiKeyIds)
  if (keys.length === 0) return fail('api_key_not_found')
  const apps = new Map<AppId, App>()
  for (const key of keys) {
    if (!may(actor, 'api_key.hand_over', { key, status: statusOf(key, now) })) return fail('not_permitted')
    const app = apps.get(key.appId) ?? (await findApp(tx, organizationId, key.appId))
    if (app) apps.set(app.id, app)
  }
  return ok((member) =>
    keys.every((key) => {
      const app = apps.get(key.appId)
      return app !== undefined && mayTakeOverKey(member, app, key.type)
    }),
  )
}
