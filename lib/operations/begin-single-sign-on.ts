import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { FLOW_PURPOSES, ProviderOfInput } from '@/lib/contract/identity-provider'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findIdentityProvider } from '@/lib/db/identity-providers'
import { findMembershipOfUser } from '@/lib/db/memberships'
import { findOrganizationBySlug } from '@/lib/db/organizations'
import { findLiveSession } from '@/lib/db/sessions'
import { clientOfProvider } from '@/lib/operations/identity-provider-client'
import { accountOperation } from '@/lib/operations/operation'

/**
 * The provider that a flow is begun at. Whoever connects or tests is signed in and in the organization; a test is its Owner's, also while the
 * provider is off. An organization that is not there, and one without a provider, are one answer.
 */
export const beginSingleSignOn = accountOperation({
  input: ProviderOfInput.extend({ purpose: z.enum(FLOW_PURPOSES), sessionId: idOf('session').optional() }),
  async run({ tx, settings, keks }, { organization: slug, purpose, sessionId }) {
    const organization = await findOrganizationBySlug(tx, slug)
    const provider = organization && (await findIdentityProvider(tx, organization.id))
    if (!organization || !provider || !(provider.enabled || purpose === 'test')) return fail('sso_not_offered')
    if (purpose !== 'sign_in') {
      const person = sessionId ? await findLiveSession(tx, sessionId) : null
      // Connecting gives an account a further way in, so it is asked of a session that opens the whole account.
      if (!person || (person.confinedTo && person.confinedTo !== organization.id)) return fail('not_signed_in')
      const membership = await findMembershipOfUser(tx, organization.id, person.userId)
      if (membership?.state !== 'active') return fail('sso_not_offered')
      const { id: membershipId, userId, role } = membership
      const actor = { kind: 'member', organizationId: organization.id, membershipId, userId, role } as const
      if (purpose === 'test' && !may(actor, 'organization.manage', {})) return fail('not_permitted')
      if (purpose === 'connect' && person.confinedTo) return fail('not_permitted')
    }
    const client = await clientOfProvider(provider, settings, keks)
    if (!client.ok) return client
    const { id: organizationId, slug: organizationSlug } = organization
    return ok({ client: client.value, organizationId, organizationSlug, identityProviderId: provider.id })
  },
})
