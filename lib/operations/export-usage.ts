import { AppUsageInput, ExportKeyUsageInput, type UsageSeries } from '@/lib/contract/usage'
import { slugOf } from '@/lib/core/app'
import type { CsvTable } from '@/lib/core/csv'
import type { ApiKeyId, OrganizationId } from '@/lib/core/identifiers'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { USAGE_LIMITS } from '@/lib/core/usage'
import { findApiKeyRow } from '@/lib/db/api-keys'
import { findAppBySlug } from '@/lib/db/apps'
import type { Tx } from '@/lib/db/tx'
import { listCallers, listRequests } from '@/lib/db/usage'
import { read } from '@/lib/operations/operation'
import { usageSeries } from '@/lib/operations/usage-series'

/** One of the tables of a key's page, whole. Moments are UTC. */
export const exportKeyUsage = read({
  input: ExportKeyUsageInput,
  async run({ tx, actor, now }, { apiKeyId, range, table }) {
    if (!may(actor, 'organization.view', {})) return fail('not_permitted')
    const { organizationId } = actor
    const row = await findApiKeyRow(tx, organizationId, apiKeyId, now)
    if (!row) return fail('api_key_not_found')
    const name = (what: string) => `${row.app.slug}-${slugOf(row.key.name) || 'key'}-${what}`
    switch (table) {
      case 'usage': {
        const series = await usageSeries(tx, organizationId, { apiKeyId }, range, now)
        return ok<CsvTable>({ name: name(`usage-${range}`), ...countsOf(series) })
      }
      case 'callers':
        return ok<CsvTable>({ name: name('callers'), ...(await callersOf(tx, organizationId, apiKeyId)) })
      case 'requests':
        return ok<CsvTable>({ name: name('requests'), ...(await requestsOf(tx, organizationId, apiKeyId)) })
    }
  },
})

export const exportAppUsage = read({
  input: AppUsageInput,
  async run({ tx, actor, now }, { slug, range }) {
    if (!may(actor, 'organization.view', {})) return fail('not_permitted')
    const app = await findAppBySlug(tx, actor.organizationId, slug)
    if (!app) return fail('app_not_found')
    const series = await usageSeries(tx, actor.organizationId, { appId: app.id }, range, now)
    return ok<CsvTable>({ name: `${app.slug}-usage-${range}`, ...countsOf(series) })
  },
})

type Rows = Omit<CsvTable, 'name'>

/** A row for each verdict of each step in which there was any. */
function countsOf({ unit, steps }: UsageSeries): Rows {
  return {
    columns: [unit, 'verdict', 'requests'],
    rows: steps.flatMap(({ at, counts }) =>
      Object.entries(counts).map(([verdict, requests]) => [at, verdict, requests] as const),
    ),
  }
}

async function callersOf(tx: Tx, organizationId: OrganizationId, apiKeyId: ApiKeyId): Promise<Rows> {
  const callers = await listCallers(tx, organizationId, apiKeyId)
  return {
    columns: ['address', 'agent', 'first_seen_at', 'last_seen_at', 'requests', 'last_verdict'],
    rows: callers.map(({ address, agent, firstSeenAt, lastSeenAt, requests, lastVerdict }) => [
      address,
      agent,
      firstSeenAt.toISOString(),
      lastSeenAt.toISOString(),
      Number(requests),
      lastVerdict,
    ]),
  }
}

async function requestsOf(tx: Tx, organizationId: OrganizationId, apiKeyId: ApiKeyId): Promise<Rows> {
  const requests = await listRequests(tx, organizationId, apiKeyId, USAGE_LIMITS.requestsPerKey)
  return {
    columns: ['at', 'method', 'path', 'verdict', 'status', 'milliseconds', 'address'],
    rows: requests.map(({ at, method, path, verdict, status, milliseconds, address }) => [
      at.toISOString(),
      method,
      path,
      verdict,
      status,
      milliseconds,
      address,
    ]),
  }
}
