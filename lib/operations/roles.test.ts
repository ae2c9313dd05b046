import { beforeAll, describe, expect, test } from 'vitest'
import { UNSEEN } from '@/lib/core/impact'
import type { Result } from '@/lib/core/result'
import { newIdAt } from '@/lib/crypto/identifiers'
import { addMember } from '@/lib/operations/add-member'
import { beginEpoch } from '@/lib/operations/begin-epoch'
import { changeApiKeyLimits } from '@/lib/operations/change-api-key-limits'
import { changeApp } from '@/lib/operations/change-app'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createSecret } from '@/lib/operations/create-secret'
import { deleteApp } from '@/lib/operations/delete-app'
import { deleteSecret } from '@/lib/operations/delete-secret'
import { disableApiKey } from '@/lib/operations/disable-api-key'
import { enableApiKey } from '@/lib/operations/enable-api-key'
import { endSession } from '@/lib/operations/end-session'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { listApps } from '@/lib/operations/list-apps'
import { listEvents } from '@/lib/operations/list-events'
import { listGateways } from '@/lib/operations/list-gateways'
import { listSecrets } from '@/lib/operations/list-secrets'
import { makeUpstreamSecret } from '@/lib/operations/make-upstream-secret'
import { noteApiKey } from '@/lib/operations/note-api-key'
import { type Principal, perform, performForAccount } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { removeMember } from '@/lib/operations/remove-member'
import { removeUpstreamSecret } from '@/lib/operations/remove-upstream-secret'
import { renameApiKey } from '@/lib/operations/rename-api-key'
import { renameSecret } from '@/lib/operations/rename-secret'
import { restoreSecret } from '@/lib/operations/restore-secret'
import { retireGateway } from '@/lib/operations/retire-gateway'
import { revealSecret } from '@/lib/operations/reveal-secret'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { shareSecret } from '@/lib/operations/share-secret'
import { startSession } from '@/lib/operations/start-session'
import { switchProvider } from '@/lib/operations/switch-provider'
import {
  need,
  newKey,
  ORIGIN,
  openTwoOrganizations,
  type Part,
  principalOf,
  refusal,
} from '@/lib/operations/testing/two-organizations'
import { unshareSecret } from '@/lib/operations/unshare-secret'
import { updateSecret } from '@/lib/operations/update-secret'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { viewApp } from '@/lib/operations/view-app'
import { viewHome } from '@/lib/operations/view-home'
import { viewOrganization } from '@/lib/operations/view-organization'
import { viewSecret } from '@/lib/operations/view-secret'

const bed = await openTwoOrganizations()
const { platform, sql, acme, zenith, as, makeApp, makeKey } = bed
const agreed = true as const

/** An id as any other, of something that never was. */
const never = newIdAt(new Date())

type Who = (operation: Parameters<ReturnType<typeof as>>[0], input: object) => Promise<Result<unknown>>
let made = 0
const uniquely = (word: string) => `${word}_${++made}`
const appInput = () => ({
  service: 'cloud_function',
  name: uniquely('app'),
  environment: 'production',
  upstream: 'http://a.test',
  scopes: [],
})

/** Things of one organization, made anew for every question, so that no answer depends on the one before. */
async function appOf(organization: typeof acme, owner: Part) {
  return makeApp(organization[owner])
}
async function keyOf(organization: typeof acme, owner: Part, state: 'active' | 'disabled' | 'orphaned' = 'active') {
  const app = await makeApp(organization.owner)
  const key = await makeKey(organization[owner], app)
  if (state === 'disabled') need(await as(organization.owner)(disableApiKey, { apiKeyId: key.id }))
  if (state === 'orphaned') await sql('update api_key set app_deleted_at = now() where id = $1', [key.id])
  return key
}
const guardedAppOf = async (organization: typeof acme, owner: Part) => {
  const app = await appOf(organization, owner)
  need(await as(organization[owner])(makeUpstreamSecret, { appId: app.id, replaces: null }))
  return app
}
const limits = { rate: null, addresses: ['10.0.0.0/8'] }
const secretOf = async (organization: typeof acme, owner: Part) =>
  need(await as(organization[owner])(createSecret, { name: uniquely('S'), value: 'v' }))
type Sharing = 'reader is given read' | 'other developer is given manage'
/** A developer's, shared with one other member. */
const sharedSecretOf = async (organization: typeof acme, sharing: Sharing) => {
  const secret = await secretOf(organization, 'developer')
  const [part, access] =
    sharing === 'reader is given read' ? (['reader', 'read'] as const) : (['otherDeveloper', 'manage'] as const)
  const share = { secretId: secret.id, membershipId: organization[part].membershipId, access }
  need(await as(organization.developer)(shareSecret, share))
  return secret
}
const deletedSecretOf = async (organization: typeof acme, owner: Part) => {
  const secret = await secretOf(organization, owner)
  need(await as(organization[owner])(deleteSecret, { secretId: secret.id, agreed }))
  return secret
}
/** Someone to share with, as each organization has them. */
const readerOf = (organization: typeof acme) => ({
  membershipId: organization.reader.membershipId,
  access: 'read' as const,
})
const memberOf = async (
  organization: typeof acme,
  role: 'owner' | 'aura_owner' | 'user_administrator' | 'developer' | 'reader',
) => {
  const email = `${uniquely('member')}@${organization.slug}.test`
  await sql('insert into "user" (id, email, name, created_at) values ($1, $2, $2, now())', [
    newIdAt(new Date())('user'),
    email,
  ])
  return need(
    await perform(platform, addMember, organization.operator, ORIGIN, {
      email,
      role,
      name: 'x',
      password: 'not used at all',
    }),
  )
}
const changedAt = async (id: string) =>
  (await sql<{ changed_at: Date }>('select changed_at from app where id = $1', [id]))[0]?.changed_at.toISOString()
const changeOf = async (app: { id: string; name: string }) => ({
  ...appInput(),
  name: app.name,
  appId: app.id,
  changedAt: await changedAt(app.id),
})

/**
 * PRODUCT.md, "Roles", as the operations have to answer it. Who may, in the order Owner, Aura Owner, User Administrator, the Developer whose
 * thing it is, another Developer, Reader.
 */
const MAY: readonly (readonly [
  what: string,
  who: string,
  ask: (who: Who, organization: typeof acme) => Promise<Result<unknown>>,
])[] = [
  ['see the organization', 'yes yes yes yes yes yes', (who) => who(viewOrganization, {})],
  ['see the first page', 'yes yes yes yes yes yes', (who) => who(viewHome, {})],
  ['see a service’s apps', 'yes yes yes yes yes yes', (who) => who(listApps, { service: 'cloud_function' })],
  [
    'see an app',
    'yes yes yes yes yes yes',
    async (who, org) => who(viewApp, { slug: (await appOf(org, 'developer')).slug }),
  ],
  [
    'see an app’s keys',
    'yes yes yes yes yes yes',
    async (who, org) => who(listApiKeys, { within: { appSlug: (await appOf(org, 'developer')).slug } }),
  ],
  [
    'see a service’s keys',
    'yes yes yes yes yes yes',
    (who) => who(listApiKeys, { within: { service: 'cloud_function' } }),
  ],
  [
    'see a key',
    'yes yes yes yes yes yes',
    async (who, org) => who(viewApiKey, { apiKeyId: (await keyOf(org, 'developer')).id }),
  ],
  ['create an app', 'yes yes no yes yes no', (who) => who(createApp, appInput())],
  [
    'change an app',
    'yes yes no yes no no',
    async (who, org) => who(changeApp, await changeOf(await appOf(org, 'developer'))),
  ],
  [
    'switch an app’s provider',
    'yes yes no yes no no',
    async (who, org) =>
      who(switchProvider, { appId: (await appOf(org, 'developer')).id, enabled: false, impact: UNSEEN }),
  ],
  [
    'make an app’s upstream secret',
    'yes yes no yes no no',
    async (who, org) => who(makeUpstreamSecret, { appId: (await appOf(org, 'developer')).id, replaces: null }),
  ],
  [
    'remove an app’s upstream secret',
    'yes yes no yes no no',
    async (who, org) => who(removeUpstreamSecret, { appId: (await guardedAppOf(org, 'developer')).id }),
  ],
  [
    'delete an app',
    'yes yes no yes no no',
    async (who, org) =>
      appOf(org, 'developer').then(({ id, name }) => who(deleteApp, { appId: id, confirmation: name, impact: UNSEEN })),
  ],
  [
    'create a user key',
    'yes yes no yes yes no',
    async (who, org) => who(createApiKey, newKey(await appOf(org, 'developer'))),
  ],
  [
    'create a server key',
    'yes yes no yes no no',
    async (who, org) => who(createApiKey, newKey(await appOf(org, 'developer'), { type: 'server' })),
  ],
  [
    'disable an active key',
    'yes yes no yes no no',
    async (who, org) => who(disableApiKey, { apiKeyId: (await keyOf(org, 'developer')).id }),
  ],
  [
    'enable a disabled key',
    'yes yes no yes no no',
    async (who, org) => who(enableApiKey, { apiKeyId: (await keyOf(org, 'developer', 'disabled')).id }),
  ],
  [
    'change the limits of a key',
    'yes yes no yes no no',
    async (who, org) => who(changeApiKeyLimits, { apiKeyId: (await keyOf(org, 'developer')).id, limits }),
  ],
  [
    'change the limits of an orphaned key',
    'no no no no no no',
    async (who, org) => who(changeApiKeyLimits, { apiKeyId: (await keyOf(org, 'developer', 'orphaned')).id, limits }),
  ],
  [
    'rename a key',
    'yes yes no yes no no',
    async (who, org) => who(renameApiKey, { apiKeyId: (await keyOf(org, 'developer')).id, name: uniquely('renamed') }),
  ],
  [
    'write a key’s note',
    'yes yes no yes no no',
    async (who, org) => who(noteApiKey, { apiKeyId: (await keyOf(org, 'developer')).id, note: 'Ask Mara.' }),
  ],
  [
    'write an orphaned key’s note',
    'no no no no no no',
    async (who, org) =>
      who(noteApiKey, { apiKeyId: (await keyOf(org, 'developer', 'orphaned')).id, note: 'Ask Mara.' }),
  ],
  [
    'revoke an active key',
    'yes yes no yes no no',
    async (who, org) => who(revokeApiKey, { apiKeyId: (await keyOf(org, 'developer')).id, agreed }),
  ],
  [
    'revoke a disabled key',
    'yes yes no yes no no',
    async (who, org) => who(revokeApiKey, { apiKeyId: (await keyOf(org, 'developer', 'disabled')).id, agreed }),
  ],
  [
    'revoke an orphaned key',
    'yes yes no no no no',
    async (who, org) => who(revokeApiKey, { apiKeyId: (await keyOf(org, 'developer', 'orphaned')).id, agreed }),
  ],
  [
    'disable an orphaned key',
    'no no no no no no',
    async (who, org) => who(disableApiKey, { apiKeyId: (await keyOf(org, 'developer', 'orphaned')).id }),
  ],
  ['open the secrets', 'yes yes no yes yes yes', (who) => who(listSecrets, {})],
  ['create a secret', 'yes yes no yes yes no', (who) => who(createSecret, { name: uniquely('S'), value: 'v' })],
  [
    'reveal a secret',
    'yes yes no yes no no',
    async (who, org) => who(revealSecret, { secretId: (await secretOf(org, 'developer')).id }),
  ],
  [
    'reveal a secret that is shared to be read',
    'yes yes no yes no yes',
    async (who, org) => who(revealSecret, { secretId: (await sharedSecretOf(org, 'reader is given read')).id }),
  ],
  [
    'see the page of a secret',
    'yes yes no yes no no',
    async (who, org) => who(viewSecret, { secretId: (await secretOf(org, 'developer')).id }),
  ],
  [
    'see the page of a secret that is shared to be read',
    'yes yes no yes no yes',
    async (who, org) => who(viewSecret, { secretId: (await sharedSecretOf(org, 'reader is given read')).id }),
  ],
  [
    'see the page of a deleted secret that is shared to be read',
    'yes yes no yes no no',
    async (who, org) => {
      const secret = await sharedSecretOf(org, 'reader is given read')
      need(await as(org.developer)(deleteSecret, { secretId: secret.id, agreed }))
      return who(viewSecret, { secretId: secret.id })
    },
  ],
  [
    'update a secret',
    'yes yes no yes no no',
    async (who, org) =>
      who(updateSecret, { secretId: (await secretOf(org, 'developer')).id, version: 1, value: 'next' }),
  ],
  [
    'update a secret that is shared to be read',
    'yes yes no yes no no',
    async (who, org) =>
      who(updateSecret, {
        secretId: (await sharedSecretOf(org, 'reader is given read')).id,
        version: 1,
        value: 'next',
      }),
  ],
  [
    'update a secret that is shared to be managed',
    'yes yes no yes yes no',
    async (who, org) =>
      who(updateSecret, {
        secretId: (await sharedSecretOf(org, 'other developer is given manage')).id,
        version: 1,
        value: 'next',
      }),
  ],
  [
    'rename a secret that is shared to be managed',
    'yes yes no yes yes no',
    async (who, org) =>
      who(renameSecret, {
        secretId: (await sharedSecretOf(org, 'other developer is given manage')).id,
        name: uniquely('RENAMED'),
      }),
  ],
  [
    'share a secret',
    'yes yes no yes no no',
    async (who, org) => who(shareSecret, { secretId: (await secretOf(org, 'developer')).id, ...readerOf(org) }),
  ],
  [
    'share a secret that is shared to be managed',
    'yes yes no yes yes no',
    async (who, org) =>
      who(shareSecret, {
        secretId: (await sharedSecretOf(org, 'other developer is given manage')).id,
        ...readerOf(org),
      }),
  ],
  [
    'end the sharing of a secret',
    'yes yes no yes no no',
    async (who, org) =>
      who(unshareSecret, {
        secretId: (await sharedSecretOf(org, 'reader is given read')).id,
        membershipId: org.reader.membershipId,
      }),
  ],
  [
    'delete a secret that is shared to be managed',
    'yes yes no yes yes no',
    async (who, org) =>
      who(deleteSecret, { secretId: (await sharedSecretOf(org, 'other developer is given manage')).id, agreed }),
  ],
  [
    'restore a secret',
    'yes yes no yes no no',
    async (who, org) => who(restoreSecret, { secretId: (await deletedSecretOf(org, 'developer')).id }),
  ],
  [
    'remove an Owner',
    'yes no no no no no',
    async (who, org) =>
      who(removeMember, { membershipId: (await memberOf(org, 'owner')).membershipId, impact: UNSEEN }),
  ],
  [
    'remove an Aura Owner',
    'yes no no no no no',
    async (who, org) =>
      who(removeMember, { membershipId: (await memberOf(org, 'aura_owner')).membershipId, impact: UNSEEN }),
  ],
  [
    'remove a User Administrator',
    'yes no no no no no',
    async (who, org) =>
      who(removeMember, { membershipId: (await memberOf(org, 'user_administrator')).membershipId, impact: UNSEEN }),
  ],
  [
    'remove a Developer',
    'yes no yes no no no',
    async (who, org) =>
      who(removeMember, { membershipId: (await memberOf(org, 'developer')).membershipId, impact: UNSEEN }),
  ],
  [
    'remove a Reader',
    'yes no yes no no no',
    async (who, org) =>
      who(removeMember, { membershipId: (await memberOf(org, 'reader')).membershipId, impact: UNSEEN }),
  ],
  [
    'add a member with a password',
    'no no no no no no',
    (who) =>
      who(addMember, { email: `${uniquely('m')}@x.test`, name: 'x', role: 'reader', password: 'not used at all' }),
  ],
  ['see the audit log', 'yes yes yes no no no', (who) => who(listEvents, {})],
  ['see the gateways', 'yes yes no no no no', (who) => who(listGateways, {})],
  ['register a gateway', 'yes yes no no no no', (who) => who(registerGateway, { name: uniquely('g') })],
  [
    'retire a gateway',
    'yes yes no no no no',
    async (who, org) =>
      who(retireGateway, { gatewayId: need(await as(org.owner)(registerGateway, { name: uniquely('g') })).id }),
  ],
  ['begin an epoch', 'no no no no no no', (who) => who(beginEpoch, {})],
]
const PARTS: readonly Part[] = ['owner', 'auraOwner', 'administrator', 'developer', 'otherDeveloper', 'reader']
const NOT_PERMITTED = ['not_permitted', 'orphaned_key_needs_owner']

describe('a role', () => {
  test.each(MAY)('may %s: %s', async (_, who, ask) => {
    const answers: string[] = []
    for (const part of PARTS) {
      const outcome = await ask(as(acme[part]) as Who, acme)
      if (!outcome.ok) expect(NOT_PERMITTED).toContain(outcome.failure.code)
      answers.push(outcome.ok ? 'yes' : 'no')
    }
    expect(answers.join(' ')).toBe(who)
  })

  test('removes nobody’s self: not even an Owner their own', async () => {
    for (const part of ['owner', 'administrator'] as const) {
      expect(
        refusal(await as(acme[part])(removeMember, { membershipId: acme[part].membershipId, impact: UNSEEN })),
      ).toBe('not_permitted')
    }
  })

  test('leaves the last Owner where they are', async () => {
    await sql(`update membership set state = 'suspended' where organization_id = $1 and role = 'owner' and id <> $2`, [
      acme.id,
      acme.owner.membershipId,
    ])
    expect(
      refusal(await as(acme.operator)(removeMember, { membershipId: acme.owner.membershipId, impact: UNSEEN })),
    ).toBe('last_owner')
  })

  test('is asked of the page as of the operation: what a viewer is offered is what they may do', async () => {
    const app = await makeApp(acme.developer)
    const key = await makeKey(acme.developer, app)
    for (const part of PARTS) {
      const view = need(await as(acme[part])(viewApp, { slug: app.slug }))
      const shown = need(await as(acme[part])(viewApiKey, { apiKeyId: key.id })).key
      const manages = ['owner', 'auraOwner', 'developer'].includes(part)
      expect(view.can).toEqual({
        manage: manages,
        createUserKey: manages || part === 'otherDeveloper',
        createServerKey: manages,
      })
      expect(view.upstream === null).toBe(!manages)
      const { enable, ...others } = shown.can
      expect(enable).toBe(false)
      for (const [what, offered] of Object.entries(others)) expect(offered, what).toBe(manages)
    }
  })
})

describe('of another organization', () => {
  /** Everything that is named by an id or a name from outside, each with its *not found*. */
  const NAMED: readonly (readonly [
    string,
    (who: Who, wanted: { foreign: boolean }) => Promise<Result<unknown>>,
    string,
  ])[] = [
    [
      'an app, seen',
      async (who, { foreign }) => who(viewApp, { slug: foreign ? (await appOf(zenith, 'owner')).slug : 'never-was' }),
      'app_not_found',
    ],
    [
      'an app’s keys',
      async (who, { foreign }) =>
        who(listApiKeys, { within: { appSlug: foreign ? (await appOf(zenith, 'owner')).slug : 'never-was' } }),
      'app_not_found',
    ],
    [
      'an app, changed',
      async (who, { foreign }) => {
        const app = await appOf(zenith, 'owner')
        return who(changeApp, { ...(await changeOf(app)), appId: foreign ? app.id : never('app') })
      },
      'app_not_found',
    ],
    [
      'an app, deleted',
      async (who, { foreign }) => {
        const app = await appOf(zenith, 'owner')
        return who(deleteApp, { appId: foreign ? app.id : never('app'), confirmation: app.name, impact: UNSEEN })
      },
      'app_not_found',
    ],
    [
      'an app’s provider',
      async (who, { foreign }) =>
        who(switchProvider, {
          appId: foreign ? (await appOf(zenith, 'owner')).id : never('app'),
          enabled: false,
          impact: UNSEEN,
        }),
      'app_not_found',
    ],
    [
      'an app, given an upstream secret',
      async (who, { foreign }) =>
        who(makeUpstreamSecret, { appId: foreign ? (await appOf(zenith, 'owner')).id : never('app'), replaces: null }),
      'app_not_found',
    ],
    [
      'an app, its upstream secret removed',
      async (who, { foreign }) =>
        who(removeUpstreamSecret, { appId: foreign ? (await guardedAppOf(zenith, 'owner')).id : never('app') }),
      'app_not_found',
    ],
    [
      'an app, given a key',
      async (who, { foreign }) =>
        who(createApiKey, newKey(foreign ? await appOf(zenith, 'owner') : { id: never('app') })),
      'app_not_found',
    ],
    [
      'a key, seen',
      async (who, { foreign }) =>
        who(viewApiKey, { apiKeyId: foreign ? (await keyOf(zenith, 'owner')).id : never('apiKey') }),
      'api_key_not_found',
    ],
    [
      'a key, disabled',
      async (who, { foreign }) =>
        who(disableApiKey, { apiKeyId: foreign ? (await keyOf(zenith, 'owner')).id : never('apiKey') }),
      'api_key_not_found',
    ],
    [
      'a key, enabled',
      async (who, { foreign }) =>
        who(enableApiKey, { apiKeyId: foreign ? (await keyOf(zenith, 'owner', 'disabled')).id : never('apiKey') }),
      'api_key_not_found',
    ],
    [
      'a key, limited',
      async (who, { foreign }) =>
        who(changeApiKeyLimits, { apiKeyId: foreign ? (await keyOf(zenith, 'owner')).id : never('apiKey'), limits }),
      'api_key_not_found',
    ],
    [
      'a key, revoked',
      async (who, { foreign }) =>
        who(revokeApiKey, { apiKeyId: foreign ? (await keyOf(zenith, 'owner')).id : never('apiKey'), agreed }),
      'api_key_not_found',
    ],
    [
      'a secret',
      async (who, { foreign }) =>
        who(revealSecret, { secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret') }),
      'secret_not_found',
    ],
    [
      'a secret, seen',
      async (who, { foreign }) =>
        who(viewSecret, { secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret') }),
      'secret_not_found',
    ],
    [
      'a secret, updated',
      async (who, { foreign }) =>
        who(updateSecret, {
          secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret'),
          version: 1,
          value: 'x',
        }),
      'secret_not_found',
    ],
    [
      'a secret, renamed',
      async (who, { foreign }) =>
        who(renameSecret, {
          secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret'),
          name: uniquely('N'),
        }),
      'secret_not_found',
    ],
    [
      'a secret, shared',
      async (who, { foreign }) =>
        who(shareSecret, {
          secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret'),
          ...readerOf(acme),
        }),
      'secret_not_found',
    ],
    [
      'a member that a secret is shared with',
      async (who, { foreign }) =>
        who(shareSecret, {
          secretId: (await secretOf(acme, 'owner')).id,
          membershipId: foreign ? zenith.reader.membershipId : never('membership'),
          access: 'read',
        }),
      'member_not_found',
    ],
    [
      'a secret, shared no longer',
      async (who, { foreign }) =>
        who(unshareSecret, {
          secretId: foreign ? (await sharedSecretOf(zenith, 'reader is given read')).id : never('secret'),
          membershipId: zenith.reader.membershipId,
        }),
      'secret_not_found',
    ],
    [
      'a secret, deleted',
      async (who, { foreign }) =>
        who(deleteSecret, { secretId: foreign ? (await secretOf(zenith, 'owner')).id : never('secret'), agreed }),
      'secret_not_found',
    ],
    [
      'a secret, restored',
      async (who, { foreign }) =>
        who(restoreSecret, { secretId: foreign ? (await deletedSecretOf(zenith, 'owner')).id : never('secret') }),
      'secret_not_found',
    ],
    [
      'a member',
      async (who, { foreign }) =>
        who(removeMember, { membershipId: foreign ? zenith.reader.membershipId : never('membership'), impact: UNSEEN }),
      'member_not_found',
    ],
    [
      'a gateway',
      async (who, { foreign }) =>
        who(retireGateway, {
          gatewayId: foreign
            ? need(await as(zenith.owner)(registerGateway, { name: uniquely('g') })).id
            : never('gateway'),
        }),
      'gateway_not_found',
    ],
  ]

  test.each(NAMED)('%s is not found, in the same words as what never was, and is not touched', async (_, ask, code) => {
    const history = () => sql('select number, hash from event where organization_id = $1 order by number', [zenith.id])
    const foreign = await ask(as(acme.owner) as Who, { foreign: true })
    const before = await history()
    expect(refusal(foreign)).toBe(code)
    expect(await ask(as(acme.owner) as Who, { foreign: false })).toEqual(foreign)
    expect((await history()).slice(0, before.length)).toEqual(before)
    const [{ touched } = { touched: -1 }] = await sql<{ touched: number }>(
      `select (select count(*) from api_key where organization_id = $1 and (revoked_at is not null or app_deleted_at is not null))
        + (select count(*) from app where organization_id = $1 and (deleted_at is not null or not provider_enabled))
        + (select count(*) from api_key where organization_id = $1 and addresses <> '{}')
        + (select count(*) from membership where organization_id = $1 and state <> 'active')
        + (select count(*) from gateway where organization_id = $1 and retired_at is not null) as touched`,
      [zenith.id],
    )
    expect(Number(touched)).toBe(0)
  })

  test('nothing shows in any list', async () => {
    const app = await makeApp(zenith.owner)
    const key = await makeKey(zenith.owner, app)
    const secret = need(await as(zenith.owner)(createSecret, { name: 'ZENITH_ONLY', value: key.key.reveal() }))
    const gateway = need(await as(zenith.owner)(registerGateway, { name: 'zenith only' }))
    const seen = JSON.stringify([
      need(await as(acme.owner)(listApps, { service: 'cloud_function' })),
      need(await as(acme.owner)(listApiKeys, { within: { service: 'cloud_function' } })),
      need(await as(acme.owner)(listSecrets, {})),
      need(await as(acme.owner)(listGateways, {})),
      need(await as(acme.owner)(listEvents, {})),
      need(await as(acme.owner)(viewHome, {})),
      need(await as(acme.owner)(viewOrganization, {})),
    ])
    for (const id of [app.id, key.id, secret.id, gateway.id, zenith.id, 'zenith']) expect(seen).not.toContain(id)
  })
})

describe('a session', () => {
  let sessionId: `ses_${string}`
  const look = (over: Partial<Extract<Principal, { kind: 'session' }>> = {}) =>
    perform(platform, viewOrganization, { kind: 'session', sessionId, organizationSlug: 'acme', ...over }, ORIGIN, {})

  beforeAll(async () => {
    sessionId = need(
      await performForAccount(platform, startSession, ORIGIN, { userId: acme.otherDeveloper.userId }),
    ).sessionId
  })

  test('opens the organizations of its person and no other, whether there is another or not', async () => {
    expect((await look()).ok).toBe(true)
    const foreign = await look({ organizationSlug: 'zenith' })
    expect(refusal(foreign)).toBe('organization_not_found')
    for (const organizationSlug of ['never-was', '../acme', 'a\u0000', '', 'x'.repeat(100)])
      expect(await look({ organizationSlug })).toEqual(foreign)
  })

  test('that is nobody’s is not signed in, and learns nothing of what was wrong with its input', async () => {
    expect(refusal(await look({ sessionId: undefined }))).toBe('not_signed_in')
    expect(refusal(await look({ sessionId: never('session') }))).toBe('not_signed_in')
    const principal = { kind: 'session', sessionId: undefined, organizationSlug: 'acme' } as const
    expect(refusal(await perform(platform, revokeApiKey, principal, ORIGIN, { nonsense: 1 }))).toBe('not_signed_in')
  })

  test.each(['suspended', 'removed'])(
    'of a member who was %s closes the organization at once, and nothing else',
    async (state) => {
      await sql('update membership set state = $2::"MembershipState" where id = $1', [
        acme.otherDeveloper.membershipId,
        state,
      ])
      expect(refusal(await look())).toBe('organization_not_found')
      expect(
        refusal(
          await perform(
            platform,
            createApp,
            { kind: 'session', sessionId, organizationSlug: 'acme' },
            ORIGIN,
            appInput(),
          ),
        ),
      ).toBe('organization_not_found')
      expect(refusal(await perform(platform, createApp, principalOf(acme.otherDeveloper), ORIGIN, appInput()))).toBe(
        'organization_not_found',
      )
      await sql(`update membership set state = 'active' where id = $1`, [acme.otherDeveloper.membershipId])
      expect((await look()).ok).toBe(true)
    },
  )

  test('acts with the role that its member has now', async () => {
    const create = () =>
      perform(platform, createApp, { kind: 'session', sessionId, organizationSlug: 'acme' }, ORIGIN, appInput())
    expect((await create()).ok).toBe(true)
    await sql(`update membership set role = 'reader' where id = $1`, [acme.otherDeveloper.membershipId])
    expect(refusal(await create())).toBe('not_permitted')
    await sql(`update membership set role = 'developer' where id = $1`, [acme.otherDeveloper.membershipId])
  })

  test('is over at its moment, and once it was ended', async () => {
    await sql(`update session set expires_at = clock_timestamp() where id = $1`, [sessionId])
    expect(refusal(await look())).toBe('not_signed_in')
    sessionId = need(
      await performForAccount(platform, startSession, ORIGIN, { userId: acme.otherDeveloper.userId }),
    ).sessionId
    expect((await look()).ok).toBe(true)
    need(await performForAccount(platform, endSession, ORIGIN, { sessionId }))
    expect(refusal(await look())).toBe('not_signed_in')
  })
})
