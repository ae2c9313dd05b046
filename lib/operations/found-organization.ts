import type { OperatorActor } from '@/lib/core/actor'
import type { Membership } from '@/lib/core/membership'
import { signEpochStatement } from '@/lib/crypto/epoch-statements'
import { insertOrganization } from '@/lib/db/organizations'
import { insertSigningKey } from '@/lib/db/signing-keys'
import type { User } from '@/lib/db/users'
import type { AccountContext } from '@/lib/operations/operation'
import { makeSigningKey } from '@/lib/operations/signing-key'

/**
 * Makes an organization with its first Owner: its issuer, fixed from here on; a current signing key, and one standing by so that caches
 * know it before it signs; the key that signs epochs, and the first epoch; the head row, from which its chain of events begins.
 */
export async function foundOrganization(
  context: AccountContext,
  wanted: { readonly name: string; readonly slug: string },
  owner: Pick<User, 'id' | 'name' | 'email'>,
) {
  const { tx, now, newId, keks, settings, commit } = context
  const organization = { id: newId('organization'), ...wanted, issuer: `${settings.publicUrl}/o/${wanted.slug}` }
  const epochKey = await makeSigningKey(organization.id, 'epoch', 'current', keks)
  const statement = { iss: organization.issuer, org: organization.id, epoch: 1, iat: Math.floor(now.getTime() / 1000) }
  await insertOrganization(
    tx,
    organization,
    await signEpochStatement(statement, epochKey.key.privateKey, epochKey.key.kid),
    now,
  )
  const signing = await makeSigningKey(organization.id, 'api_key', 'current', keks)
  const standby = await makeSigningKey(organization.id, 'api_key', 'standby', keks)
  for (const { record } of [epochKey, signing, standby]) await insertSigningKey(tx, record, now)
  const membership: Membership = {
    id: newId('membership'),
    organizationId: organization.id,
    userId: owner.id,
    role: 'owner',
    state: 'active',
    createdAt: now,
  }
  const actor: OperatorActor = { kind: 'operator', organizationId: organization.id }
  await commit(organization.id, actor, {
    insert: { membership },
    event: {
      type: 'organization.created',
      membershipId: membership.id,
      userId: owner.id,
      after: { ...wanted, issuer: organization.issuer, owner: owner.email },
    },
    changes: [
      {
        kind: 'signing_keys',
        keys: [signing, standby].map(({ record: { kid, publicJwk } }) => ({ kid, jwk: publicJwk, revoked: false })),
      },
    ],
  })
  return { organization, membership }
}
