import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { z } from 'zod'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import { rowsOf } from '@/e2e/processes/rows'
import { type ProcessPlan, type RunningProcess, startProcess } from '@/e2e/processes/running-process'
import { until } from '@/e2e/processes/until'
import type { Origin } from '@/lib/core/events'
import { sentenceOf } from '@/lib/core/failures'
import type { ApiKeyId, AppId, MembershipId, OrganizationId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import { createApiKey } from '@/lib/operations/create-api-key'
import { createApp } from '@/lib/operations/create-app'
import { createOrganization } from '@/lib/operations/create-organization'
import { openPlatform, readEnvironment } from '@/lib/operations/environment'
import { listOrganizationsForOperator } from '@/lib/operations/list-organizations'
import { offerSetup } from '@/lib/operations/offer-setup'
import type { AccountOperation, Operation, People } from '@/lib/operations/operation'
import { type Platform, type Principal, perform, performForAccount } from '@/lib/operations/perform'
import { registerGateway } from '@/lib/operations/register-gateway'
import { revokeApiKey } from '@/lib/operations/revoke-api-key'
import { setUp } from '@/lib/operations/set-up'
import { gatewayProcess, portalProcess } from '@/scripts/product-processes.mjs'
import { runNode } from '@/scripts/run-node.mjs'
import { portalEnvironment } from '@/scripts/settings.mjs'

const ORIGIN: Origin = { address: '127.0.0.1', agent: 'process tests', requestId: 'process-tests' }
export const OWNER = { email: 'owner@process.test', password: 'a-password-for-tests' } as const

export interface Organization {
  readonly id: OrganizationId
  readonly slug: string
  readonly owner: Principal
  readonly ownerId: MembershipId
}

export interface MadeApp {
  readonly id: AppId
  readonly slug: string
  readonly name: string
}

export interface MadeKey {
  readonly id: ApiKeyId
  readonly token: string
}

export interface PortalProcess extends RunningProcess {
  readonly url: string
}

export interface GatewayProcess extends RunningProcess {
  readonly url: string
  /** What `/readyz` says. */
  readiness(): Promise<{
    readonly ready: boolean
    readonly feed: string
    readonly epoch: number | null
    readonly seq: number | null
    readonly lease_seconds: number
  }>
}

export interface Installation {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly databaseUrl: string
  readonly publicUrl: string
  readonly platform: Platform
  readonly folder: string
  readonly organization: Organization
  /**
   * The portal as `next start` runs it; the same port each time, unless another is named. Resolves when it answers. `core`
   * binds it to one processor core.
   */
  startPortal(options?: {
    readonly core?: number
    readonly port?: number
    readonly environment?: Readonly<Record<string, string>>
  }): Promise<PortalProcess>
  /** A command of the operator, in a process of its own. */
  operator(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>
  act<Schema extends z.ZodType, Output>(
    operation: Operation<Schema, Output, People>,
    input: unknown,
    by?: Principal,
  ): Promise<Output>
  createOrganization(slug: string): Promise<Organization>
  createApp(name: string, upstream: string, by?: Principal): Promise<MadeApp>
  createKey(app: MadeApp, name: string, by?: Principal, more?: object): Promise<MadeKey>
  /** Returns the `seq` that a receipt is asked by. */
  revoke(key: MadeKey, by?: Principal): Promise<number>
  registerGateway(name: string, by?: Principal): Promise<string>
  close(): Promise<void>
}

/** A new installation on an empty, migrated database: one organization with its Owner. Its processes are started by the test. */
export async function openInstallation(
  databaseUrl: string,
  { stalenessSeconds = 900, renewSeconds }: { readonly stalenessSeconds?: number; readonly renewSeconds?: number } = {},
): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'aura-processes-'))
  const port = await freePort()
  const publicUrl = `http://localhost:${port}`
  const addresses = {
    host: '127.0.0.1',
    port,
    gatewayHost: '127.0.0.1',
    gatewayPort: 4000,
    publicUrl,
    gatewayUrl: 'http://localhost:4000',
  }
  const environment = {
    ...(portalEnvironment({ databaseUrl, dataDir: folder, addresses, embedded: true }) as Record<
      string,
      string | undefined
    >),
    AURA_MAX_STALENESS: String(stalenessSeconds),
    ...(renewSeconds === undefined ? {} : { AURA_RENEW: String(renewSeconds) }),
  }
  const platform = openPlatform(readEnvironment(environment))
  const account = async <Schema extends z.ZodType, Output>(
    operation: AccountOperation<Schema, Output>,
    input: unknown,
  ) => need(await performForAccount(platform, operation, ORIGIN, input))
  const act = async <Schema extends z.ZodType, Output>(
    operation: Operation<Schema, Output, People>,
    input: unknown,
    by: Principal,
  ) => need(await perform(platform, operation, by, ORIGIN, input))

  const organization = await firstOrganization()

  return {
    environment,
    databaseUrl,
    publicUrl,
    platform,
    folder,
    organization,
    startPortal: ({ core, port: own = port, environment: more = {} } = {}) =>
      startPortal({ ...addresses, port: own }, { ...environment, ...more }, core),
    operator: (...args) => runNode(['dist/operator.mjs', ...args], { environment }),
    act: (operation, input, by = organization.owner) => act(operation, input, by),
    async createOrganization(slug) {
      const { id, ownerId } = await account(createOrganization, { name: slug, slug, ownerEmail: OWNER.email })
      return { id, slug, ownerId, owner: { kind: 'membership', organizationId: id, membershipId: ownerId } }
    },
    createApp: (name, upstream, by = organization.owner) =>
      act(createApp, { service: 'cloud_function', name, environment: 'production', upstream, scopes: [] }, by),
    async createKey(app, name, by = organization.owner, more = {}) {
      const { id, key } = await act(
        createApiKey,
        { appId: app.id, name, expiration: '30d', type: 'server', scopes: ['invoke'], ...more },
        by,
      )
      return { id, token: key.reveal() }
    },
    async revoke(key, by = organization.owner) {
      return (await act(revokeApiKey, { apiKeyId: key.id, agreed: true }, by)).seq
    },
    async registerGateway(name, by = organization.owner) {
      return (await act(registerGateway, { name }, by)).token
    },
    async close() {
      await platform.database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }

  async function firstOrganization(): Promise<Organization> {
    const { url } = await account(offerSetup, {})
    const slug = 'first'
    await account(setUp, {
      token: new URL(url ?? '').searchParams.get('token'),
      organizationName: 'First',
      organizationSlug: slug,
      name: 'Olga Sommer',
      timeZone: 'UTC',
      ...OWNER,
    })
    const [made] = await account(listOrganizationsForOperator, {})
    if (!made) throw new Error('The organization that was just made is not there')
    const ownerId = await ownerOf(made.id)
    return { id: made.id, slug, ownerId, owner: { kind: 'membership', organizationId: made.id, membershipId: ownerId } }
  }

  async function ownerOf(organizationId: OrganizationId): Promise<MembershipId> {
    const [row] = await rowsOf<{ id: MembershipId }>(
      databaseUrl,
      'select id from membership where organization_id = $1',
      [organizationId],
    )
    if (!row) throw new Error('The organization has no Owner')
    return row.id
  }
}

async function startPortal(
  addresses: { readonly port: number },
  environment: Readonly<Record<string, string | undefined>>,
  core: number | undefined,
): Promise<PortalProcess> {
  const url = `http://127.0.0.1:${addresses.port}`
  const plan = portalProcess(addresses as Parameters<typeof portalProcess>[0], environment)
  const started = startProcess(onCore(plan, core))
  await untilItAnswers(started, 'the portal answers', `${url}/healthz`, (status) => status === 200)
  return { ...started, url }
}

/**
 * A gateway process. `portalUrl` may be that of a link in between; `dataFolder` keeps its journal from one start to the
 * next. Resolves when it listens: whether it has anything to say by then is what tests are about.
 */
export async function startGateway(options: {
  readonly portalUrl: string
  readonly token: string
  readonly dataFolder: string
  readonly port: number
  readonly core?: number
  /** How many of it answer requests. */
  readonly processes?: number
  /** A module that is there before the gateway is. */
  readonly preload?: string
}): Promise<GatewayProcess> {
  const { PATH, HOME } = process.env
  const plan = gatewayProcess({
    PATH,
    HOME,
    NODE_ENV: 'production',
    AURA_PORTAL_URL: options.portalUrl,
    AURA_GATEWAY_TOKEN: options.token,
    AURA_GATEWAY_LISTEN: `127.0.0.1:${options.port}`,
    AURA_DATA_DIR: options.dataFolder,
    AURA_GATEWAY_PROCESSES: String(options.processes ?? 1),
    AURA_OUTBOUND_ALLOW: '127.0.0.0/8',
  })
  const args = options.preload === undefined ? plan.args : ['--import', options.preload, ...plan.args]
  const started = startProcess(onCore({ ...plan, args }, options.core))
  const url = `http://127.0.0.1:${options.port}`
  await untilItAnswers(started, 'the gateway listens', `${url}/healthz`, (status) => status === 200)
  return { ...started, url, readiness: async () => JSON.parse((await call(`${url}/readyz`)).body) }
}

/** Binds it to one processor core, for measuring. */
const onCore = (plan: ProcessPlan, core: number | undefined): ProcessPlan =>
  core === undefined
    ? plan
    : { ...plan, program: 'taskset', args: ['-c', String(core), process.execPath, ...plan.args] }

async function untilItAnswers(
  started: RunningProcess,
  what: string,
  url: string,
  isGood: (status: number) => boolean,
): Promise<void> {
  let over: number | NodeJS.Signals | undefined
  void started.ended.then((how) => {
    over = how
  })
  try {
    await until(what, async () => over !== undefined || isGood((await call(url, { milliseconds: 5_000 })).status), {
      milliseconds: 60_000,
    })
  } catch (error) {
    throw new Error(`${(error as Error).message}\nIt said:\n${started.output()}`)
  }
  if (over !== undefined) throw new Error(`It ended (${over}) before ${what}:\n${started.output()}`)
}

/** Resolves when the gateway answers from what it knows. */
export function untilReady(gateway: GatewayProcess): Promise<unknown> {
  return until('the gateway is ready', async () => (await gateway.readiness()).ready)
}

/** Resolves when the gateway has applied everything that the portal has committed so far. */
export async function untilCaughtUp(
  gateway: Pick<GatewayProcess, 'readiness'>,
  { databaseUrl, organization }: Installation,
): Promise<void> {
  const [head] = await rowsOf<{ seq: string }>(
    databaseUrl,
    'select seq from organization_head where organization_id = $1',
    [organization.id],
  )
  await until(
    'the gateway has caught up with the portal',
    async () => ((await gateway.readiness()).seq ?? -1) >= Number(head?.seq),
    { milliseconds: 60_000 },
  )
}

function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${sentenceOf(result.failure)}`)
  return result.value
}
