import { randomUUID } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import type { Origin } from '@/lib/core/events'
import { sentenceOf } from '@/lib/core/failures'
import type { MembershipId, OrganizationId } from '@/lib/core/identifiers'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import type { Role } from '@/lib/core/roles'
import type { Service } from '@/lib/core/services'
import { addMember } from '@/lib/operations/add-member'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createOrganization } from '@/lib/operations/create-organization'
import { createSecret } from '@/lib/operations/create-secret'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { openPlatform, readEnvironment } from '@/lib/operations/environment'
import { inviteMember } from '@/lib/operations/invite-member'
import { listOrganizationsForOperator } from '@/lib/operations/list-organizations'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { offerSetup } from '@/lib/operations/offer-setup'
import { type Platform, perform, performForAccount } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { rotateApiKey } from '@/lib/operations/rotate-api-key'
import { setUp } from '@/lib/operations/set-up'
import { shareSecret } from '@/lib/operations/share-secret'

/** Two sample organizations for the demo, all of it made through operations. Does nothing where an organization exists. */
const PASSWORD = 'aura-demo'
const TIME_ZONE = 'Europe/Berlin'

const PEOPLE: readonly { readonly email: string; readonly name: string; readonly role: Role }[] = [
  { email: 'aura@demo.test', name: 'Ivo Petrov', role: 'aura_owner' },
  { email: 'admin@demo.test', name: 'Noor Haddad', role: 'user_administrator' },
  { email: 'dev@demo.test', name: 'Mara Lindqvist', role: 'developer' },
  { email: 'dev2@demo.test', name: 'Chen Wei', role: 'developer' },
  { email: 'reader@demo.test', name: 'Ada Okafor', role: 'reader' },
]

const APPS: readonly { readonly service: Service; readonly name: string; readonly scopes: readonly string[] }[] = [
  { service: 'cloud_function', name: 'resize-image', scopes: ['read', 'admin'] },
  { service: 'dashboard_app', name: 'sales-dashboard', scopes: ['read'] },
  { service: 'inference_api', name: 'sentiment', scopes: ['read'] },
]

const origin: Origin = { address: '127.0.0.1', agent: 'seed', requestId: randomUUID() }

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(sentenceOf(result.failure))
  return result.value
}

async function seed(platform: Platform, upstream: string, tokenFile: string): Promise<void> {
  if (need(await performForAccount(platform, listOrganizationsForOperator, origin, {})).length > 0) return
  const { url } = need(await performForAccount(platform, offerSetup, origin, {}))
  need(
    await performForAccount(platform, setUp, origin, {
      token: new URL(url ?? '').searchParams.get('token'),
      organizationName: 'Demo Organization',
      organizationSlug: 'demo',
      name: 'Olga Sommer',
      email: 'owner@demo.test',
      password: PASSWORD,
      timeZone: TIME_ZONE,
    }),
  )
  const [demo] = need(await performForAccount(platform, listOrganizationsForOperator, origin, {}))
  if (!demo) throw new Error('The organization that was just made is not there')
  const operator = { kind: 'operator', organizationId: demo.id } as const
  const members = new Map<string, MembershipId>()
  for (const person of PEOPLE) {
    const { membershipId } = need(
      await perform(platform, addMember, operator, origin, { ...person, password: PASSWORD, timeZone: TIME_ZONE }),
    )
    members.set(person.email, membershipId)
  }
  // Someone who has left: what the Orphaned tab is for.
  const leaver = need(
    await perform(platform, addMember, operator, origin, {
      email: 'sam@demo.test',
      name: 'Sam Ellery',
      role: 'developer',
      password: PASSWORD,
    }),
  )
  const as = (membershipId: MembershipId | undefined) => {
    if (!membershipId) throw new Error('The seed has no such member')
    return memberOf(demo.id, membershipId)
  }
  const dev = as(members.get('dev@demo.test'))
  const apps = new Map<string, `app_${string}`>()
  for (const { service, name, scopes } of APPS) {
    const app = { service, name, environment: 'production', upstream: `${upstream}/${name}`, scopes }
    apps.set(name, need(await perform(platform, createApp, dev, origin, app)).id)
  }
  const key = async (by: ReturnType<typeof as>, app: string, name: string, more: object) =>
    need(
      await perform(platform, createApiKey, by, origin, {
        appId: apps.get(app),
        name,
        expiration: '90d',
        type: 'user',
        scopes: ['invoke'],
        ...more,
      }),
    )
  const deploy = await key(dev, 'resize-image', 'ci-deploy', { type: 'server', scopes: ['invoke', 'read'] })
  need(
    await perform(platform, noteApiKey, dev, origin, {
      apiKeyId: deploy.id,
      note: 'The deploy job of the web shop. Ask Mara before you touch it.',
    }),
  )
  await key(dev, 'resize-image', 'mara-local', { expiration: '30d' })
  await key(as(members.get('aura@demo.test')), 'resize-image', 'grafana-probe', {
    type: 'server',
    scopes: ['read'],
    expiration: '7d',
    limits: { rate: { requestsPerMinute: 120, burst: 60 }, addresses: ['127.0.0.0/8', '::1/128'] },
  })
  await key(as(members.get('dev2@demo.test')), 'resize-image', 'batch-nightly', { expiration: 'none' })
  const paused = await key(dev, 'sales-dashboard', 'weekly-report', { expiration: '1y' })
  need(await perform(platform, disableApiKey, dev, origin, { apiKeyId: paused.id }))
  const rolled = await key(dev, 'resize-image', 'old-laptop', {})
  need(
    await perform(platform, revokeApiKey, dev, origin, {
      apiKeyId: rolled.id,
      agreed: true,
      reason: 'The laptop was given back',
    }),
  )
  // Replaced, and still working until tomorrow, so that whoever uses it can change over. A secret holds the old one and the new one.
  const checkout = await key(dev, 'sentiment', 'checkout', { type: 'server' })
  const held = need(
    await perform(platform, createSecret, dev, origin, { name: 'SENTIMENT_KEY', value: checkout.key.reveal() }),
  )
  need(
    await perform(platform, rotateApiKey, dev, origin, {
      apiKeyId: checkout.id,
      ending: '24h',
      expiration: '90d',
      secretIds: [held.id],
    }),
  )
  need(await perform(platform, createSecret, dev, origin, { name: 'OLD_LAPTOP_KEY', value: rolled.key.reveal() }))
  const shared = need(
    await perform(platform, createSecret, dev, origin, { name: 'SMTP_PASSWORD', value: 'not-a-real-password' }),
  )
  need(
    await perform(platform, shareSecret, dev, origin, {
      secretId: shared.id,
      membershipId: members.get('reader@demo.test'),
      access: 'read',
    }),
  )
  await key(as(leaver.membershipId), 'resize-image', 'thumbnail-cron', {})
  await key(as(leaver.membershipId), 'sentiment', 'sam-notebook', { expiration: 'none' })
  need(
    await perform(platform, removeMember, as(members.get('admin@demo.test')), origin, {
      membershipId: leaver.membershipId,
      impact: UNSEEN,
    }),
  )
  // Someone who has not come yet.
  need(
    await perform(platform, inviteMember, as(members.get('admin@demo.test')), origin, {
      email: 'jonas@demo.test',
      role: 'developer',
    }),
  )

  const second = need(
    await performForAccount(platform, createOrganization, origin, {
      name: 'Acme Research',
      slug: 'acme',
      ownerEmail: 'owner@demo.test',
    }),
  )
  need(
    await perform(platform, createApp, memberOf(second.id, second.ownerId), origin, {
      service: 'cloud_function',
      name: 'translate',
      environment: 'sandbox',
      upstream: `${upstream}/sentiment`,
      scopes: [],
    }),
  )

  const { token } = need(await perform(platform, registerGateway, operator, origin, { name: 'demo-gateway' }))
  if (!existsSync(tokenFile)) writeFileSync(tokenFile, token, { mode: 0o600 })
}

const memberOf = (organizationId: OrganizationId, membershipId: MembershipId) =>
  ({ kind: 'membership', organizationId, membershipId }) as const

const environment = process.env
/** One server holds all sample apps, each below its own path (scripts/sample-apps.mjs). */
const { AURA_SEED_UPSTREAM: upstream, AURA_SEED_GATEWAY_TOKEN_FILE: tokenFile } = environment
if (!upstream || !tokenFile) throw new Error('The seed needs AURA_SEED_UPSTREAM and AURA_SEED_GATEWAY_TOKEN_FILE')
const platform = openPlatform(readEnvironment(environment))
try {
  await seed(platform, upstream, tokenFile)
  console.log(JSON.stringify({ gatewayTokenFile: tokenFile }))
} finally {
  await platform.database.close()
}
