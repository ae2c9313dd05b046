import { z } from 'zod'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockIdentityProvider } from '@/lib/db/identity-providers'
import { endSessionsOfProvider } from '@/lib/db/sessions'
import { change } from '@/lib/operations/operation'

/** Ends single sign-on and its sessions. Who is who at that issuer is kept, for its people have no other way back in if it is set up again. */
export const removeIdentityProvider = change({
  input: z.object({}),
  async run({ tx, actor, now, commit }) {
    const { organizationId } = actor
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const provider = await lockIdentityProvider(tx, organizationId, 'update')
    if (!provider) return fail('identity_provider_not_found')
    const { id, name, issuer, clientId } = provider
    const endedSessions = await endSessionsOfProvider(tx, organizationId, id, now)
    await commit({
      delete: { identityProvider: provider },
      event: { type: 'identity_provider.removed', before: { name, issuer, clientId }, after: { endedSessions } },
    })
    return ok({ endedSessions })
  },
})
