import { newIdAt } from '@/lib/crypto/identifiers'
import { addMember } from '@/lib/operations/add-member'
import { type Platform, perform } from '@/lib/operations/perform'
import { type Member, need, ORIGIN, type Organization, type Sql } from '@/lib/operations/testing/two-organizations'

let hired = 0

/** Someone who can leave again. The account is there already, so that no password has to be hashed. */
export async function hire(
  { platform, sql }: { readonly platform: Platform; readonly sql: Sql },
  organization: Organization,
  role: Member['role'] = 'developer',
): Promise<Member> {
  hired += 1
  const email = `hired${hired}@${organization.slug}.test`
  const userId = newIdAt(new Date())('user')
  await sql('insert into "user" (id, email, name, created_at) values ($1, $2, $2, now())', [userId, email])
  const { membershipId } = need(
    await perform(platform, addMember, organization.operator, ORIGIN, {
      email,
      name: email,
      role,
      password: 'not used at all',
    }),
  )
  return { organizationId: organization.id, membershipId, userId, email, role }
}
