import { randomUUID } from 'node:crypto'
import type { ApiKeyId, DeliveryId, InvitationId, OfferId, WebhookEndpointId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Role } from '@/lib/core/roles'
import { createSecret } from '@/lib/operations/create-secret'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { inviteMember } from '@/lib/operations/invite-member'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { offerApp } from '@/lib/operations/offer-app'
import { previewImpact } from '@/lib/operations/preview-impact'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { saveIdentityProvider } from '@/lib/operations/save-identity-provider'
import { shareSecret } from '@/lib/operations/share-secret'
import { suspendMember } from '@/lib/operations/suspend-member'
import { hire } from '@/lib/operations/testing/hire'
import {
  need,
  type Organization,
  type openTwoOrganizations,
  type Part,
} from '@/lib/operations/testing/two-organizations'
import { viewSingleSignOn } from '@/lib/operations/view-single-sign-on'

export type Bed = Awaited<ReturnType<typeof openTwoOrganizations>>
export type Things = ReturnType<typeof thingsOf>

/** At an address where nobody answers: what is asked of it comes after the right to ask. */
export const PROVIDER = {
  name: 'Login',
  issuer: 'http://127.0.0.1:1',
  clientId: 'portal',
  clientSecret: '',
  publicClient: true,
  domains: '',
  defaultRole: 'developer',
} as const

export const WEBHOOK = { url: 'https://hooks.example.test/in', types: ['keys.orphaned'] } as const

const LEFT_AT_ONCE = 12
const someone = () => `guest-${randomUUID()}@elsewhere.test`

/** What the rows speak of, made by those who may. What many of them need of one kind is on one app, or left by one leaver. */
export function thingsOf(bed: Bed) {
  const { sql, as, makeApp, makeKey } = bed
  const shared = new Map<string, ReturnType<typeof makeApp>>()
  const left = new Map<string, ApiKeyId[]>()
  const webhooks = new Map<string, WebhookEndpointId>()

  const appOf = (organization: Organization, owner: Part = 'developer') => makeApp(organization[owner])

  /** The Owner's, for the keys of others. Its limit is raised, so that there is room for all of them. */
  async function commonApp(organization: Organization) {
    const made = shared.get(organization.id) ?? makeApp(organization.owner)
    if (!shared.has(organization.id)) {
      shared.set(organization.id, made)
      await sql('update policy set user_keys_per_person = 10000 where organization_id = $1', [organization.id])
    }
    return made
  }

  async function keyOf(
    organization: Organization,
    state: 'active' | 'disabled' | 'orphaned' = 'active',
    owner: Part = 'developer',
  ) {
    const key = await makeKey(organization[owner], await commonApp(organization))
    if (state === 'disabled') need(await as(organization.owner)(disableApiKey, { apiKeyId: key.id }))
    if (state === 'orphaned') await sql('update api_key set app_deleted_at = now() where id = $1', [key.id])
    return key
  }

  const memberOf = async (organization: Organization, role: Role, state: 'active' | 'suspended' = 'active') => {
    const member = await hire(bed, organization, role)
    const { membershipId } = member
    if (state === 'suspended') need(await as(organization.owner)(suspendMember, { membershipId, impact: UNSEEN }))
    return member
  }

  const removedOwnerOf = async (organization: Organization) => {
    const member = await memberOf(organization, 'owner')
    need(await as(organization.owner)(removeMember, { membershipId: member.membershipId, impact: UNSEEN }))
    return member
  }

  /** A key whose owner has left, and whose app is the Owner's. */
  async function leftKeyOf(organization: Organization): Promise<ApiKeyId> {
    const keys = left.get(organization.id) ?? []
    if (keys.length === 0) {
      const leaver = await memberOf(organization, 'developer')
      const app = await commonApp(organization)
      for (let count = 0; count < LEFT_AT_ONCE; count += 1) keys.push((await makeKey(leaver, app)).id)
      need(await as(organization.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }))
      left.set(organization.id, keys)
    }
    return keys.pop() as ApiKeyId
  }

  /** Someone who holds a key, and what was seen before their removal. */
  const leaverOf = async (organization: Organization) => {
    const leaver = await memberOf(organization, 'developer')
    await makeKey(leaver, await commonApp(organization))
    const { membershipId } = leaver
    const action = { kind: 'remove_member', membershipId } as const
    const { digest, keys } = need(await as(organization.owner)(previewImpact, { action }))
    const [key] = keys
    if (!key) throw new Error('The leaver has no key')
    return { membershipId, digest, apiKeyId: key.id }
  }

  const newWebhookOf = async (organization: Organization) => ({
    webhookEndpointId: need(await as(organization.owner)(createWebhook, { ...WEBHOOK, types: [...WEBHOOK.types] })).id,
  })

  /** One for all rows that leave it as it is: there may not be many. */
  async function webhookOf(organization: Organization) {
    const webhookEndpointId = webhooks.get(organization.id) ?? (await newWebhookOf(organization)).webhookEndpointId
    webhooks.set(organization.id, webhookEndpointId)
    return { webhookEndpointId }
  }

  const offerIdOf = async (column: 'api_key_id' | 'app_id', id: string) => {
    const [offer] = await sql<{ id: OfferId }>(
      `select id from offer where ${column} = $1 and answer is null order by made_at desc limit 1`,
      [id],
    )
    if (!offer) throw new Error('It is not offered')
    return offer.id
  }

  const secretOf = async (organization: Organization) =>
    need(await as(organization.developer)(createSecret, { name: `S_${randomUUID().replaceAll('-', '')}`, value: 'v' }))

  const readerOf = (organization: Organization) => ({
    membershipId: organization.reader.membershipId,
    access: 'read' as const,
  })

  return {
    appOf,
    commonApp,
    keyOf,
    memberOf,
    removedOwnerOf,
    leftKeyOf,
    readerOf,
    secretOf,
    changedAtOf: async (app: { readonly id: string }) => {
      const [row] = await sql<{ changed_at: Date }>('select changed_at from app where id = $1', [app.id])
      return row?.changed_at.toISOString() ?? ''
    },
    guardedAppOf: async (organization: Organization) => {
      const app = await appOf(organization)
      need(await as(organization.developer)(makeUpstreamSecret, { appId: app.id, replaces: null }))
      return app
    },
    /** An app without an owner. */
    disownedAppOf: async (organization: Organization) => {
      const leaver = await memberOf(organization, 'developer')
      const app = await makeApp(leaver)
      need(await as(organization.owner)(removeMember, { membershipId: leaver.membershipId, impact: UNSEEN }))
      return app
    },
    offeredKeyOf: async (organization: Organization, to: Part = 'developer') => {
      const id = await leftKeyOf(organization)
      need(
        await as(organization.owner)(offerApiKeys, {
          apiKeyIds: [id],
          toMembershipId: organization[to].membershipId,
        }),
      )
      return { offerId: await offerIdOf('api_key_id', id) }
    },
    offeredAppOf: async (organization: Organization, owner: Part, to: Part) => {
      const { id } = await appOf(organization, owner)
      const { membershipId: toMembershipId } = organization[to]
      need(await as(organization[owner])(offerApp, { appId: id, toMembershipId }))
      return { offerId: await offerIdOf('app_id', id) }
    },
    invitationOf: async (organization: Organization, role: Role) => {
      const email = someone()
      need(await as(organization.owner)(inviteMember, { email, role }))
      const [row] = await sql<{ id: InvitationId }>('select id from invitation where email = $1', [email])
      return { invitationId: row?.id as InvitationId }
    },
    /** A Developer's, shared with one other member. */
    sharedSecretOf: async (organization: Organization, sharing: 'reader reads' | 'other developer manages') => {
      const secret = await secretOf(organization)
      const share =
        sharing === 'reader reads'
          ? readerOf(organization)
          : { membershipId: organization.otherDeveloper.membershipId, access: 'manage' as const }
      need(await as(organization.developer)(shareSecret, { secretId: secret.id, ...share }))
      return secret
    },
    deletedSecretOf: async (organization: Organization) => {
      const secret = await secretOf(organization)
      need(await as(organization.developer)(deleteSecret, { secretId: secret.id, agreed: true }))
      return secret
    },
    newWebhookOf,
    webhookOf,
    /** A message that has failed. */
    webhookDeliveryOf: async (organization: Organization) => {
      const { webhookEndpointId } = await webhookOf(organization)
      const failed = () =>
        sql<{ id: DeliveryId }>(
          `update delivery set state = 'failed', settled_at = now() where webhook_endpoint_id = $1 returning id`,
          [webhookEndpointId],
        )
      const [known] = await failed()
      if (known) return { webhookEndpointId, deliveryId: known.id }
      const { membershipId } = await leaverOf(organization)
      need(await as(organization.owner)(removeMember, { membershipId, impact: UNSEEN }))
      const [told] = await failed()
      if (!told) throw new Error('The webhook was told nothing')
      return { webhookEndpointId, deliveryId: told.id }
    },
    gatewayOf: async (organization: Organization) =>
      need(await as(organization.owner)(registerGateway, { name: `gateway ${randomUUID()}` })),
    /** Whatever is set up for single sign-on; when nothing is, it is set up. */
    providerOf: async (organization: Organization) => {
      const seen = async () => need(await as(organization.owner)(viewSingleSignOn, {})).provider
      const before = await seen()
      if (before) return before
      need(await as(organization.owner)(saveIdentityProvider, { ...PROVIDER, changedAt: null }))
      const made = await seen()
      if (!made) throw new Error('What was set up is not there')
      return made
    },
    leaverOf,
    someone,
  }
}
