import { z } from 'zod'
import { fail, ok } from '@/lib/core/result'
import { findOrganizationBySlug } from '@/lib/db/organizations'
import { listApiSigningKeys } from '@/lib/db/signing-keys'
import { accountOperation } from '@/lib/operations/operation'

/** What anyone may know of an organization's issuer: its name and the keys that verify. Revoked keys are not published. */
export const publishKeys = accountOperation({
  input: z.object({
    slug: z
      .string()
      .regex(/^[a-z0-9-]{1,40}$/)
      .catch(''),
  }),
  async run({ tx }, { slug }) {
    const organization = await findOrganizationBySlug(tx, slug)
    if (!organization) return fail('organization_not_found')
    const keys = await listApiSigningKeys(tx, organization.id)
    return ok({
      issuer: organization.issuer,
      keys: keys.filter(({ revoked }) => !revoked).map(({ kid, jwk }) => ({ ...jwk, kid, use: 'sig', alg: 'ES256' })),
    })
  },
})
