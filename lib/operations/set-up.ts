import { SetupInput } from '@/lib/contract/accounts'
import { fail, ok } from '@/lib/core/result'
import { sha256 } from '@/lib/crypto/hashes'
import { hashPassword } from '@/lib/crypto/passwords'
import { findOrganizationBySlug, listOrganizations, lockSetup } from '@/lib/db/organizations'
import { consumeLink, lockLink } from '@/lib/db/sessions'
import { findUserByEmail, insertUser } from '@/lib/db/users'
import { foundOrganization } from '@/lib/operations/found-organization'
import { accountOperation } from '@/lib/operations/operation'

/** The first Owner and the first organization, by the one-time link. */
export const setUp = accountOperation({
  input: SetupInput,
  async run(context, { token, organizationName, organizationSlug, name, email, password, timeZone }) {
    const { tx, now, newId } = context
    await lockSetup(tx)
    const link = await lockLink(tx, sha256(token))
    if (link?.purpose !== 'setup') return fail('link_not_valid')
    if ((await listOrganizations(tx)).length > 0) return fail('setup_already_done')
    if (await findOrganizationBySlug(tx, organizationSlug))
      return fail('organization_slug_taken', { field: 'organizationSlug' })
    if (await findUserByEmail(tx, email)) return fail('email_taken', { field: 'email' })
    const user = {
      id: newId('user'),
      email,
      name,
      passwordHash: await hashPassword(password),
      timeZone: timeZone ?? null,
    }
    await insertUser(tx, user, now)
    const { organization } = await foundOrganization(context, { name: organizationName, slug: organizationSlug }, user)
    await consumeLink(tx, link.id, now)
    return ok({ userId: user.id, organizationSlug: organization.slug })
  },
})
