import { z } from 'zod'
import type { ViewerView } from '@/lib/contract/accounts'
import { isMemberActor } from '@/lib/core/actor'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { listOrganizationsOfUser } from '@/lib/db/organizations'
import { findUser } from '@/lib/db/users'
import { read } from '@/lib/operations/operation'

/** Who looks, at what, and which pages their role opens. */
export const viewOrganization = read({
  input: z.object({}),
  async run({ tx, actor }) {
    const user = isMemberActor(actor) ? await findUser(tx, actor.userId) : null
    if (!isMemberActor(actor) || !user) return fail('not_signed_in')
    const organizations = await listOrganizationsOfUser(tx, user.id, actor.confined ? actor.organizationId : null)
    const here = organizations.find(({ id }) => id === actor.organizationId)
    // Removed between the two questions.
    if (!here) return fail('organization_not_found')
    const view: ViewerView = {
      user: { name: user.name, email: user.email, timeZone: user.timeZone ?? 'UTC' },
      organization: { name: here.name, slug: here.slug },
      role: actor.role,
      can: {
        secrets: may(actor, 'secret.list', {}),
        inventory: may(actor, 'api_key.inventory', {}),
        gateways: may(actor, 'gateway.manage', {}),
        webhooks: may(actor, 'webhook.manage', {}),
        policies: may(actor, 'organization.manage', {}),
        auditLog: may(actor, 'audit_log.view', {}),
        singleSignOn: may(actor, 'organization.manage', {}),
        notificationSettings: may(actor, 'organization.manage', {}),
        createApp: may(actor, 'app.create', {}),
        createSecret: may(actor, 'secret.create', {}),
      },
      organizations: organizations.filter(({ opens }) => opens).map(({ name, slug }) => ({ name, slug })),
    }
    return ok(view)
  },
})
