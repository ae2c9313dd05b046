import { z } from 'zod'
import type { SingleSignOnView } from '@/lib/contract/identity-provider'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { countConnected, findIdentityProvider } from '@/lib/db/identity-providers'
import { getOrganization } from '@/lib/db/organizations'
import { redirectUriOf } from '@/lib/operations/identity-provider-client'
import { read } from '@/lib/operations/operation'

/** How members sign in, for whoever sets that up. The client secret is not in it. */
export const viewSingleSignOn = read({
  input: z.object({}),
  async run({ tx, actor, settings }) {
    const { organizationId } = actor
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const { slug } = await getOrganization(tx, organizationId)
    const provider = await findIdentityProvider(tx, organizationId)
    const view: SingleSignOnView = {
      provider: provider && {
        name: provider.name,
        issuer: provider.issuer,
        clientId: provider.clientId,
        hasSecret: provider.sealedClientSecret !== null,
        domains: provider.domains,
        defaultRole: provider.defaultRole,
        enabled: provider.enabled,
        required: provider.required,
        changedAt: provider.changedAt.toISOString(),
        ...(await countConnected(tx, organizationId, provider.issuer)),
      },
      redirectUri: redirectUriOf(settings),
      signInAddress: `${settings.publicUrl}/sign-in?organization=${slug}`,
    }
    return ok(view)
  },
})
