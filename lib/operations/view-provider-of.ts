import { idOf } from '@/lib/contract/fields'
import { ProviderOfInput } from '@/lib/contract/identity-provider'
import { fail, ok } from '@/lib/core/result'
import { findIdentityOfMember, findIdentityProvider } from '@/lib/db/identity-providers'
import { findMembershipOfUser } from '@/lib/db/memberships'
import { findOrganizationBySlug } from '@/lib/db/organizations'
import { findLiveSession } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'

/** What the button of an organization says. One that is not there, and one without single sign-on, are one answer. */
export const viewProviderOf = accountOperation({
  input: ProviderOfInput,
  async run({ tx }, { organization: slug }) {
    const organization = await findOrganizationBySlug(tx, slug)
    const provider = organization && (await findIdentityProvider(tx, organization.id))
    return provider?.enabled ? ok({ name: provider.name, slug }) : fail('sso_not_offered')
  },
})

/** What a member who is signed in by password reads before connecting. */
export const viewConnection = accountOperation({
  input: ProviderOfInput.extend({ sessionId: idOf('session').optional() }),
  async run({ tx }, { organization: slug, sessionId }) {
    const person = sessionId ? await findLiveSession(tx, sessionId) : null
    if (!person || person.confinedTo) return fail('not_signed_in')
    const organization = await findOrganizationBySlug(tx, slug)
    const membership = organization && (await findMembershipOfUser(tx, organization.id, person.userId))
    if (!organization || membership?.state !== 'active') return fail('sso_not_offered')
    const provider = await findIdentityProvider(tx, organization.id)
    if (!provider?.enabled) return fail('sso_not_offered')
    const identity = await findIdentityOfMember(tx, organization.id, membership.id, provider.issuer)
    return ok({
      organization: { name: organization.name, slug },
      provider: provider.name,
      required: provider.required && membership.role !== 'owner',
      connected: identity !== null,
    })
  },
})
