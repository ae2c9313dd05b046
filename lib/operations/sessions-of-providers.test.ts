import { describe, expect, test } from 'vitest'
import { perform, performForAccount } from '@/lib/operations/perform'
import { startSession } from '@/lib/operations/start-session'
import { need, ORIGIN, openTwoOrganizations, refusal } from '@/lib/operations/testing/two-organizations'
import { viewOrganization } from '@/lib/operations/view-organization'
import { viewSession } from '@/lib/operations/view-session'

const { platform, sql, acme, zenith } = await openTwoOrganizations()

const sessionOf = async (userId: string) =>
  need(await performForAccount(platform, startSession, ORIGIN, { userId })).sessionId as `ses_${string}`
const opens = (sessionId: `ses_${string}`, organizationSlug: string) =>
  perform(platform, viewOrganization, { kind: 'session', sessionId, organizationSlug }, ORIGIN, {})
const view = async (sessionId: `ses_${string}`) =>
  need(await performForAccount(platform, viewSession, ORIGIN, { sessionId }))

describe('what a session opens', () => {
  test('one that an organization’s provider vouched for opens that organization, and no other of the same person', async () => {
    const { userId } = acme.developer
    await sql(
      `insert into membership select 'mem_' || gen_random_uuid(), $1, user_id, 'owner', 'active', created_at from membership where id = $2`,
      [zenith.id, acme.developer.membershipId],
    )
    const sessionId = await sessionOf(userId)
    expect((await view(sessionId)).organizations.map(({ slug }) => slug)).toEqual(['acme', 'zenith'])
    await sql(`update session set organization_id = $1, identity_provider_id = 'idp_of_acme' where id = $2`, [
      acme.id,
      sessionId,
    ])
    expect(await view(sessionId)).toMatchObject({ confinedTo: acme.id, organizations: [{ slug: 'acme' }] })
    expect(need(await opens(sessionId, 'acme')).organizations).toEqual([{ name: 'acme', slug: 'acme' }])
    expect(refusal(await opens(sessionId, 'zenith'))).toBe('organization_not_found')
  })

  test('where single sign-on is required, a password opens an organization to its Owners alone, and everybody’s others as before', async () => {
    await sql(
      `insert into identity_provider (id, organization_id, name, issuer, client_id, domains, default_role, enabled, required, created_at, changed_at)
       values ('idp_of_zenith', $1, 'Z', 'https://idp.test', 'c', '{}', 'reader', true, true, now(), now())`,
      [zenith.id],
    )
    const [owner, administrator] = [await sessionOf(zenith.owner.userId), await sessionOf(zenith.administrator.userId)]
    expect((await opens(owner, 'zenith')).ok).toBe(true)
    expect(refusal(await opens(administrator, 'zenith'))).toBe('single_sign_on_required')
    expect(await view(administrator)).toMatchObject({ organizations: [], bySingleSignOn: [{ slug: 'zenith' }] })
    expect((await opens(await sessionOf(acme.administrator.userId), 'acme')).ok).toBe(true)
    // Whoever is not in it learns nothing of how it is entered.
    expect(refusal(await opens(await sessionOf(acme.administrator.userId), 'zenith'))).toBe('organization_not_found')
  })
})
