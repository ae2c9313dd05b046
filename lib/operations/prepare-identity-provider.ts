import { IdentityProviderSettings } from '@/lib/contract/identity-provider'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { redirectUriOf } from '@/lib/operations/identity-provider-client'
import { read } from '@/lib/operations/operation'
import type { Client } from '@/lib/outbound/openid-provider'

/** Whom the portal is to ask before settings are saved: for those who may save them, since asking connects to an address that was typed. */
export const prepareIdentityProvider = read({
  input: IdentityProviderSettings,
  async run({ actor, settings }, { issuer, clientId }) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const client: Client = { issuer, clientId, clientSecret: null, redirectUri: redirectUriOf(settings) }
    return ok(client)
  },
})
