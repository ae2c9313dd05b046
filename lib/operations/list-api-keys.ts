import { type ApiKeysPage, ListApiKeysInput } from '@/lib/contract/api-keys'
import { ok } from '@/lib/core/result'
import { countKeys } from '@/lib/db/key-counts'
import { countSelectedKeys, type KeySelection, listKeyOwners, listApiKeys as readApiKeys } from '@/lib/db/key-listing'
import { COUNTED, countedSoFar } from '@/lib/operations/counted-so-far'
import { readCursor, writeCursor } from '@/lib/operations/key-cursor'
import { isNarrowed, selectKeys } from '@/lib/operations/key-selection'
import { read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

const PAGE_ROWS = 50
const OWNERS_OFFERED = 200

/** One page of the panel: the keys of an app, of a service, or of the whole organization, with the counts of its tabs. */
export const listApiKeys = read({
  input: ListApiKeysInput,
  async run({ tx, actor, now }, input) {
    const { organizationId } = actor
    const selected = await selectKeys(tx, actor, now, input)
    if (!selected.ok) return selected
    const selection: KeySelection = selected.value
    const page = await readApiKeys(tx, organizationId, {
      ...selection,
      order: input.sort,
      descending: input.descending,
      after: readCursor(input.cursor, input.sort),
      limit: PAGE_ROWS,
    })
    const matching = isNarrowed(input) ? await countSelectedKeys(tx, organizationId, selection, COUNTED) : null
    const answer: ApiKeysPage = {
      rows: page.rows.map((row) => apiKeyView(row, actor, now)),
      counts: await countKeys(tx, organizationId, selection.within, now),
      matching: matching === null ? null : countedSoFar(matching),
      owners: await listKeyOwners(tx, organizationId, selection.within, OWNERS_OFFERED),
      nextCursor: page.next && writeCursor(page.next),
      now: now.toISOString(),
    }
    return ok(answer)
  },
})
