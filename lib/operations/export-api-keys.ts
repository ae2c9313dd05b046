import type { z } from 'zod'
import { ExportApiKeysInput, ListApiKeysInput } from '@/lib/contract/api-keys'
import { type KeySort, stopsAt } from '@/lib/core/api-key'
import type { CsvHead, CsvRow } from '@/lib/core/csv'
import type { OrganizationId } from '@/lib/core/identifiers'
import { ok } from '@/lib/core/result'
import { scrub } from '@/lib/core/scrub'
import { SERVICE_SEGMENTS } from '@/lib/core/services'
import type { ApiKeyRow } from '@/lib/db/api-keys'
import { countSelectedKeys, listApiKeys } from '@/lib/db/key-listing'
import { getOrganization } from '@/lib/db/organizations'
import type { Tx } from '@/lib/db/tx'
import { COUNTED, countedSoFar } from '@/lib/operations/counted-so-far'
import { readCursor, writeCursor } from '@/lib/operations/key-cursor'
import { selectKeys } from '@/lib/operations/key-selection'
import { change, type People, read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

/** Few enough that a page is a short transaction, many enough that a file of a million keys is not a million questions. */
const PAGE_ROWS = 500

type Within = z.output<typeof ExportApiKeysInput>['within']

/** Writes down who takes which keys out of the portal, and says what their file is called. Its rows are read page by page, by `readExportPage`. */
export const exportApiKeys = change({
  input: ExportApiKeysInput,
  async run({ tx, actor, now, commit }, input) {
    const { organizationId } = actor
    const selected = await selectKeys(tx, actor, now, input)
    if (!selected.ok) return selected
    const { within, text } = selected.value
    const whose = await slugOf(tx, organizationId, input.within)
    const head: CsvHead = { name: `${whose}-api-keys-${input.tab}-${now.toISOString().slice(0, 10)}`, columns: COLUMNS }
    await commit({
      event: {
        type: 'api_key.list_exported',
        ...('appId' in within ? { appId: within.appId } : {}),
        after: {
          ...('appId' in within ? {} : within),
          tab: input.tab,
          // A piece of a key is searched for like any text, and found nowhere; what is written down is never unwritten.
          ...(text ? { text: scrub(text) } : {}),
          ...input.filters,
          keys: countedSoFar(await countSelectedKeys(tx, organizationId, selected.value, COUNTED)),
        },
      },
    })
    return ok(head)
  },
})

export interface ExportPage {
  readonly rows: readonly CsvRow[]
  readonly nextCursor: string | null
}

/** One page of the file, as of its own moment: who loses the right, or the session, in the middle is told no more. */
export const readExportPage = read({
  input: ListApiKeysInput,
  async run({ tx, actor, now }, input) {
    const selected = await selectKeys(tx, actor, now, input)
    if (!selected.ok) return selected
    const order = steadyOrder(input.sort)
    const { rows, next } = await listApiKeys(tx, actor.organizationId, {
      ...selected.value,
      order,
      descending: input.descending,
      after: readCursor(input.cursor, order),
      limit: PAGE_ROWS,
    })
    const page: ExportPage = {
      rows: rows.map((row) => cellsOf(row, actor, now)),
      nextCursor: next && writeCursor(next),
    }
    return ok(page)
  },
})

/**
 * A key that is used between two pages would move from those to come to those that were read, and be in no page at all: the busiest keys
 * would be missing. A file in the order of last use is therefore in the order of creation, and has the column to sort by.
 */
const steadyOrder = (sort: KeySort): KeySort => (sort === 'used' ? 'created' : sort)

async function slugOf(tx: Tx, organizationId: OrganizationId, within: Within): Promise<string> {
  if ('organization' in within) return (await getOrganization(tx, organizationId)).slug
  return 'service' in within ? SERVICE_SEGMENTS[within.service] : within.appSlug
}

const COLUMNS = [
  'name',
  'key_id',
  'ends_in',
  'type',
  'app',
  'environment',
  'owner',
  'scopes',
  'status',
  'created_at',
  'stops_at',
  'last_used_at',
  'requests_24h',
  'note',
  'revoked_at',
  'revocation_reason',
] as const

/**
 * What the panel shows of a key, moments in UTC. People are asked not to write a key into a note; where somebody did, it does not leave with
 * the file.
 */
function cellsOf(row: ApiKeyRow, viewer: People, now: Date): CsvRow {
  const key = apiKeyView(row, viewer, now)
  const cells: Record<(typeof COLUMNS)[number], string | number> = {
    name: key.name,
    key_id: key.id,
    ends_in: key.hint,
    type: key.type,
    app: key.app.name,
    environment: key.app.environment,
    owner: key.owner.name,
    scopes: key.scopes.join(' '),
    status: key.status,
    created_at: key.createdAt,
    stops_at: stopsAt(row.key)?.toISOString() ?? '',
    last_used_at: key.lastUsed?.at ?? '',
    requests_24h: key.requestsByHour.reduce((sum, requests) => sum + requests, 0),
    note: scrub(key.note ?? ''),
    revoked_at: key.revokedAt ?? '',
    revocation_reason: scrub(key.revocationReason ?? ''),
  }
  return COLUMNS.map((column) => cells[column])
}
