import { CreateOrganizationInput } from '@/lib/contract/accounts'
import { fail, ok } from '@/lib/core/result'
import { findOrganizationBySlug, lockSetup } from '@/lib/db/organizations'
import { findUserByEmail } from '@/lib/db/users'
import { foundOrganization } from '@/lib/operations/found-organization'
import { accountOperation } from '@/lib/operations/operation'

/** A further organization, by an operator's command, owned by someone who has an account. */
export const createOrganization = accountOperation({
  input: CreateOrganizationInput,
  async run(context, { name, slug, ownerEmail }) {
    await lockSetup(context.tx)
    if (await findOrganizationBySlug(context.tx, slug)) return fail('organization_slug_taken', { field: 'slug' })
    const owner = await findUserByEmail(context.tx, ownerEmail)
    if (!owner) return fail('member_not_found')
    const { organization, membership } = await foundOrganization(context, { name, slug }, owner)
    return ok({ id: organization.id, slug: organization.slug, ownerId: membership.id })
  },
})
