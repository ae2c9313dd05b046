import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { installation } from '@/e2e/ground/installation'
import { PASSWORD, PEOPLE, type Person } from '@/e2e/ground/people'
import { rowsOf } from '@/e2e/processes/rows'
import type { ApiKeyType } from '@/lib/core/api-key'
import type { Environment } from '@/lib/core/app'
import type { ExpirationPreset } from '@/lib/core/expiration'
import { sentenceOf } from '@/lib/core/failures'
import type { ApiKeyId, AppId, MembershipId, OrganizationId, SecretId, WebhookEndpointId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import { SERVICE_SEGMENTS, type Service } from '@/lib/core/services'
import type { WebhookType } from '@/lib/core/webhook-types'
import { addMember } from '@/lib/operations/add-member'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createSecret } from '@/lib/operations/create-secret'
import { createWebhook } from '@/lib/operations/create-webhook'
import { deleteApp } from '@/lib/operations/delete-app'
import { deleteWebhook } from '@/lib/operations/delete-webhook'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { openPlatform, readEnvironment } from '@/lib/operations/environment'
import { listWebhooks } from '@/lib/operations/list-webhooks'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import type { Operation, People } from '@/lib/operations/operation'
import { perform } from '@/lib/operations/perform'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { suspendMember } from '@/lib/operations/suspend-member'

const ORIGIN = { address: '127.0.0.1', agent: 'browser tests', requestId: 'browser-tests' } as const

export interface GivenApp {
  readonly id: AppId
  readonly name: string
  readonly service: Service
  /** Its page. */
  readonly path: string
  /** Where the gateway serves it. */
  readonly endpoint: string
}

export interface GivenKey {
  readonly id: ApiKeyId
  readonly name: string
  readonly token: string
}

export interface GivenSecret {
  readonly id: SecretId
  readonly name: string
  /** Its page. */
  readonly path: string
}

/** Someone whom no other test knows, and who may come to harm. */
export interface GivenMember {
  readonly id: MembershipId
  readonly name: string
  readonly email: string
}

export type Given = Awaited<ReturnType<typeof openGiven>>

/** A name that no other test uses. */
export const unused = (name: string) => `${name}-${randomBytes(3).toString('hex')}`

export async function openGiven() {
  const { environment, databaseUrl, gatewayUrl, appsUrl } = installation()
  const platform = openPlatform(readEnvironment(environment))
  const members = await rowsOf<{
    email: string
    organization_slug: string
    organization_id: OrganizationId
    membership_id: MembershipId
  }>(
    databaseUrl,
    `select "user".email, organization.slug as organization_slug, organization.id as organization_id, membership.id as membership_id
     from membership join "user" on "user".id = membership.user_id join organization on organization.id = membership.organization_id`,
    [],
  )

  function principal(by: Person | GivenMember, organization: string) {
    const email = typeof by === 'string' ? PEOPLE[by].email : by.email
    const found = members.find((member) => member.email === email && member.organization_slug === organization)
    if (!found) throw new Error(`${email} is no member of ${organization}`)
    return { kind: 'membership', organizationId: found.organization_id, membershipId: found.membership_id } as const
  }

  async function join(organization: string, name: string, email: string): Promise<MembershipId> {
    const { organizationId } = principal('owner', organization)
    const person = { name, email, role: 'developer', password: PASSWORD } as const
    const added = await perform(platform, addMember, { kind: 'operator', organizationId }, ORIGIN, person)
    const { membershipId } = need(added)
    members.push({
      email,
      organization_slug: organization,
      organization_id: organizationId,
      membership_id: membershipId,
    })
    return membershipId
  }

  async function act<Schema extends z.ZodType, Output>(
    operation: Operation<Schema, Output, People>,
    by: Person | GivenMember,
    input: unknown,
    organization = 'demo',
  ) {
    return need(await perform(platform, operation, principal(by, organization), ORIGIN, input))
  }

  return {
    /** A Developer of the sample organization, who signs in with the password that all its people have. */
    async member(name: string): Promise<GivenMember> {
      const email = `${unused(name.split(' ')[0]?.toLowerCase() ?? 'someone')}@demo.test`
      return { id: await join('demo', name, email), name, email }
    },
    /** Somebody becomes a member of another organization too. */
    alsoIn: (organization: string, { name, email }: GivenMember) => join(organization, name, email),
    /** The organization is closed to them. */
    suspend: (member: GivenMember, organization: string) =>
      act(
        suspendMember,
        'owner',
        { membershipId: principal(member, organization).membershipId, impact: UNSEEN },
        organization,
      ),
    /** An app that is served for real: by the sample app "resize-image", unless another is named. */
    async app(
      name: string,
      {
        service = 'cloud_function' as Service,
        by = 'developer' as Person,
        organization = 'demo',
        scopes = ['read'],
        upstream = `${appsUrl}/resize-image`,
        corsOrigins = [] as readonly string[],
        environment = 'production' as Environment,
      } = {},
    ): Promise<GivenApp> {
      const made = await act(
        createApp,
        by,
        { service, name: unused(name), environment, upstream, scopes, corsOrigins },
        organization,
      )
      const [row] = await rowsOf<{ name: string }>(databaseUrl, 'select name from app where id = $1', [made.id])
      return {
        id: made.id,
        name: row?.name ?? '',
        service,
        path: `/o/${organization}/${SERVICE_SEGMENTS[service]}/${made.slug}`,
        endpoint: `${gatewayUrl}/apps/${made.slug}/`,
      }
    },
    async key(
      app: GivenApp,
      name: string,
      {
        by = 'developer' as Person | GivenMember,
        organization = 'demo',
        scopes = ['invoke'],
        type = 'user' as ApiKeyType,
        expiration = '90d' as ExpirationPreset | 'none',
      } = {},
    ): Promise<GivenKey> {
      const input = { appId: app.id, name: unused(name), expiration, type, scopes }
      const { id, key } = await act(createApiKey, by, input, organization)
      return { id, name: input.name, token: key.reveal() }
    },
    /** Two keys of someone who has been removed since. */
    async orphanedKeys(app: GivenApp, ...names: readonly [string, string]): Promise<readonly [GivenKey, GivenKey]> {
      const { organizationId } = principal('owner', 'demo')
      const email = `${unused('leaver')}@demo.test`
      const { membershipId } = need(
        await perform(platform, addMember, { kind: 'operator', organizationId }, ORIGIN, {
          email,
          name: 'Lea Ver',
          role: 'developer',
          password: unused('not-used'),
        }),
      )
      const make = async (name: string): Promise<GivenKey> => {
        const input = {
          appId: app.id,
          name: unused(name),
          expiration: '90d',
          type: 'user',
          scopes: ['invoke'],
        } as const
        const leaver = { kind: 'membership', organizationId, membershipId } as const
        const { id, key } = need(await perform(platform, createApiKey, leaver, ORIGIN, input))
        return { id, name: input.name, token: key.reveal() }
      }
      const keys = [await make(names[0]), await make(names[1])] as const
      await act(removeMember, 'owner', { membershipId, impact: UNSEEN })
      return keys
    },
    async secret(name: string, value: string, by: Person = 'developer'): Promise<GivenSecret> {
      const input = { name: unused(name).replaceAll('-', '_'), value }
      const { id } = await act(createSecret, by, input)
      return { id, name: input.name, path: `/o/demo/secrets/${id}` }
    },
    /** The page of a webhook at this address, which nothing is sent to: made once, for there are few at a time. */
    async webhook(url: string): Promise<string> {
      const { webhooks } = await act(listWebhooks, 'owner', {})
      const known = webhooks.find((webhook) => webhook.url === url)
      const { id } = known ?? (await act(createWebhook, 'owner', { url, types: ['gateway.back'] }))
      return `/o/demo/webhooks/${id}`
    },
    /** One that is told of this, with what its messages are signed with. */
    toldWebhook: (url: string, types: readonly WebhookType[]) => act(createWebhook, 'owner', { url, types }),
    deleteWebhook: ({ id }: { readonly id: WebhookEndpointId }) =>
      act(deleteWebhook, 'owner', { webhookEndpointId: id }),
    revoke: (key: GivenKey, by: Person = 'developer') =>
      act(revokeApiKey, by, { apiKeyId: key.id, agreed: true, reason: '' }),
    disable: (key: GivenKey, by: Person = 'developer') => act(disableApiKey, by, { apiKeyId: key.id }),
    /** Time has passed since it was made, or is left until it expires: what no operation can bring about. */
    async age(key: GivenKey, { createdDaysAgo = 0, expiresAt }: { createdDaysAgo?: number; expiresAt?: string }) {
      const moment = new Date(Date.now() - createdDaysAgo * 86_400_000).toISOString()
      const expiry = expiresAt ? `, expires_at = '${new Date(expiresAt).toISOString()}'` : ''
      await rowsOf(
        databaseUrl,
        `begin; set local session_replication_role = replica;
         update api_key set created_at = '${moment}'${expiry} where id = '${key.id}'; commit`,
      )
    },
    /** It was used then, as its gateway would have told. */
    async used(key: GivenKey, daysAgo: number) {
      await rowsOf(
        databaseUrl,
        `update key_use set last_used_at = now() - make_interval(hours => $2), last_used_address = '192.0.2.44', last_used_agent = 'curl/8.5.0'
         where api_key_id = $1`,
        [key.id, daysAgo * 24],
      )
    },
    /** A key of someone who left, offered to a person. */
    async offered(app: GivenApp, to: Person) {
      const [key] = await this.orphanedKeys(app, 'inherited', 'left')
      await act(offerApiKeys, 'owner', { apiKeyIds: [key.id], toMembershipId: principal(to, 'demo').membershipId })
    },
    deleteApp: (app: GivenApp, by: Person = 'developer') =>
      act(deleteApp, by, { appId: app.id, confirmation: app.name, impact: UNSEEN }),
    /** Reads what the database holds, where a page can't tell. */
    rows: <Row extends object>(sql: string, values: readonly unknown[] = []) =>
      rowsOf<Row>(databaseUrl, sql, [...values]),
    close: () => platform.database.close(),
  }
}

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${sentenceOf(result.failure)}`)
  return result.value
}
