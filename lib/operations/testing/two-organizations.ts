/** What tests of operations speak of: two organizations with the same cast, on a database of their own. */
import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll } from 'vitest'
import type { z } from 'zod'
import type { FailureCode } from '@/lib/core/failures'
import type { MembershipId, OrganizationId, UserId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import type { Role } from '@/lib/core/roles'
import { newIdAt } from '@/lib/crypto/identifiers'
import { parseKeyEncryptionKeys } from '@/lib/crypto/sealing'
import { openDatabase } from '@/lib/db/database'
import { createTestDatabase, type TestDatabase } from '@/lib/db/testing/test-database'
import { insertUser } from '@/lib/db/users'
import { addMember } from '@/lib/operations/add-member'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createOrganization } from '@/lib/operations/create-organization'
import type { Operation, People } from '@/lib/operations/operation'
import { type Platform, type Principal, perform, performForAccount } from '@/lib/operations/perform'

export const CAST = {
  owner: 'owner',
  auraOwner: 'aura_owner',
  administrator: 'user_administrator',
  developer: 'developer',
  otherDeveloper: 'developer',
  reader: 'reader',
} as const satisfies Record<string, Role>
export type Part = keyof typeof CAST

export interface Member {
  readonly organizationId: OrganizationId
  readonly membershipId: MembershipId
  readonly userId: UserId
  readonly email: string
  readonly role: Role
}

export type Organization = Readonly<Record<Part, Member>> & {
  readonly id: OrganizationId
  readonly slug: string
  readonly issuer: string
  readonly operator: Extract<Principal, { kind: 'operator' }>
}

export const ORIGIN = { address: '192.0.2.10', agent: 'test', requestId: randomUUID() } as const

/** The value of what has to succeed. */
export function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.failure)}`)
  return result.value
}

/** The code of a refusal; undefined for what succeeded. */
export const refusal = (result: Result<unknown>): FailureCode | undefined =>
  result.ok ? undefined : result.failure.code

/** One for the process, so that what was sealed in a database opens in a copy of it. */
const KEKS = parseKeyEncryptionKeys(
  JSON.stringify({ kty: 'oct', kid: 'test', k: randomBytes(32).toString('base64url') }),
)

const platformOn = (databaseUrl: string): Platform => ({
  database: openDatabase(databaseUrl, 12),
  keks: KEKS,
  settings: {
    publicUrl: 'https://keys.example.test',
    gatewayUrl: 'https://apps.example.test',
    stalenessSeconds: 900,
    renewSeconds: 5,
    outboundAllow: ['127.0.0.0/8'],
    sendsMail: true,
  },
})

/** A migrated database, empty or a copy, and what operations run on. Closed and dropped after the file. */
export async function openPlatformOnTestDatabase(copyOf?: Pick<TestDatabase, 'name'>) {
  const { databaseUrl, drop } = await createTestDatabase(copyOf ? { copyOf } : {})
  const platform = platformOn(databaseUrl)
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 4 })
  pool.on('error', () => undefined)
  afterAll(async () => {
    await pool.end()
    await platform.database.close()
    await drop()
  })
  /** Rows of a statement that goes past every operation: to look at what is stored, or to be the attacker who can write to it. */
  const sql = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    (await pool.query<Row>(text, [...values])).rows
  return { platform, sql, databaseUrl }
}
export type Sql = Awaited<ReturnType<typeof openPlatformOnTestDatabase>>['sql']

/** What two organizations stand on. */
export type Ground = Awaited<ReturnType<typeof openPlatformOnTestDatabase>>

const foundBoth = async (platform: Platform) => ({
  acme: await found(platform, 'acme'),
  zenith: await found(platform, 'zenith'),
})

let original: ReturnType<typeof foundOnce> | undefined

/** Both organizations on a database that files of this process copy: founding them takes longer than many a file's tests. It goes with the server. */
async function foundOnce() {
  const database = await createTestDatabase()
  const platform = platformOn(database.databaseUrl)
  const organizations = await foundBoth(platform)
  await platform.database.close()
  return { database, organizations }
}

async function found(platform: Platform, slug: string): Promise<Organization> {
  // Accounts without a password, which nobody signs in to: hashing a dozen of them would take longer than most tests.
  const people = Object.keys(CAST).map((part) => ({ part, email: `${part.toLowerCase()}@${slug}.test` }))
  const users = await platform.database.transaction(async (tx) => {
    const now = new Date()
    const newId = newIdAt(now)
    const made = new Map<string, UserId>()
    for (const { part, email } of people) {
      const id = newId('user')
      await insertUser(
        tx,
        { id, email, name: `${part} of ${slug}`, passwordHash: null, timeZone: 'Europe/Berlin' },
        now,
      )
      made.set(part, id)
    }
    return made
  })
  const { id, ownerId } = need(
    await performForAccount(platform, createOrganization, ORIGIN, {
      name: slug,
      slug,
      ownerEmail: `owner@${slug}.test`,
    }),
  )
  const operator = { kind: 'operator', organizationId: id } as const
  const members: Partial<Record<Part, Member>> = {}
  for (const { part, email } of people as { part: Part; email: string }[]) {
    const role = CAST[part]
    const membershipId =
      part === 'owner'
        ? ownerId
        : need(
            await perform(platform, addMember, operator, ORIGIN, {
              email,
              role,
              name: part,
              password: 'not used at all',
            }),
          ).membershipId
    members[part] = { organizationId: id, membershipId, userId: users.get(part) as UserId, email, role }
  }
  return {
    ...(members as Record<Part, Member>),
    id,
    slug,
    issuer: `${platform.settings.publicUrl}/o/${slug}`,
    operator,
  }
}

async function copyOfBoth() {
  original ??= foundOnce()
  const { database, organizations } = await original
  return { bed: await openPlatformOnTestDatabase(database), ...organizations }
}

/** On a database of their own, unless there is a ground already, as beside a portal that runs. */
export async function openTwoOrganizations(ground?: Ground) {
  const { bed, acme, zenith } = ground ? { bed: ground, ...(await foundBoth(ground.platform)) } : await copyOfBoth()
  const { platform } = bed

  /** Acts as a member, or as an operator, through `perform`, as the portal does. */
  const as =
    (who: Member | Principal) =>
    <Schema extends z.ZodType, Output>(
      operation: Operation<Schema, Output, People>,
      input: z.input<Schema>,
    ): Promise<Result<Output>> =>
      perform(platform, operation, 'kind' in who ? who : principalOf(who), ORIGIN, input)

  const makeApp = async (by: Member, wanted: Partial<z.input<typeof createApp.input>> = {}) =>
    need(
      await as(by)(createApp, {
        service: 'cloud_function',
        name: `app ${randomUUID()}`,
        environment: 'production',
        upstream: 'http://127.0.0.1:9',
        scopes: ['read'],
        ...wanted,
      }),
    )

  const makeKey = async (by: Member, app: { readonly id: string }, wanted: Partial<KeyWanted> = {}) =>
    need(await as(by)(createApiKey, newKey(app, wanted)))

  return { ...bed, acme, zenith, as, makeApp, makeKey }
}

export type KeyWanted = z.input<typeof createApiKey.input>

/** What a person would have filled in for a key of an app. */
export const newKey = (app: { readonly id: string }, wanted: Partial<KeyWanted> = {}): KeyWanted => ({
  appId: app.id as KeyWanted['appId'],
  name: `key ${randomUUID()}`,
  expiration: '90d',
  type: 'user',
  scopes: ['invoke'],
  ...wanted,
})

export const principalOf = ({ organizationId, membershipId }: Member): Principal => ({
  kind: 'membership',
  organizationId,
  membershipId,
})
