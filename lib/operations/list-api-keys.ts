import { type ApiKeysPage, ListApiKeysInput } from '@/lib/contract/api-keys'
import type { KeySort } from '@/lib/core/api-key'
import { isId } from '@/lib/core/identifiers'
import { fail, ok } from '@/lib/core/result'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { countKeys, type KeyCursor, type KeysWithin, listApiKeys as readApiKeys } from '@/lib/db/api-keys'
import { findAppBySlug } from '@/lib/db/apps'
import { read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

const PAGE_ROWS = 50

/** A timestamptz as Postgres writes it. */
const MOMENT = /^(-?infinity|\d{4,6}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?)$/

/** One page of the panel: an app's keys, or a whole service's, with the counts of its tabs. */
export const listApiKeys = read({
  input: ListApiKeysInput,
  async run({ tx, actor, now }, { within: wanted, tab, text, sort, descending, cursor }) {
    const { organizationId } = actor
    let within: KeysWithin
    if ('appSlug' in wanted) {
      const app = await findAppBySlug(tx, organizationId, wanted.appSlug)
      if (!app) return fail('app_not_found')
      within = { appId: app.id }
    } else within = wanted
    const page = await readApiKeys(tx, organizationId, {
      within,
      tab,
      // Should a whole key come here past the browser's check, it is dropped: keys are never looked up by their text.
      text: KEY_SHAPED.test(text) ? '' : text,
      order: sort,
      descending,
      after: readCursor(cursor, sort),
      limit: PAGE_ROWS,
      now,
    })
    const answer: ApiKeysPage = {
      rows: page.rows.map((row) => apiKeyView(row, actor, now)),
      counts: await countKeys(tx, organizationId, within, now),
      nextCursor: page.next ? Buffer.from(JSON.stringify(page.next)).toString('base64url') : null,
      now: now.toISOString(),
    }
    return ok(answer)
  },
})

/** A cursor comes from a URL that anyone may have edited: one that does not read as ours starts from the beginning. */
function readCursor(cursor: string | undefined, sort: KeySort): KeyCursor | null {
  if (!cursor) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(value) || value.length !== 2) return null
    const [sorted, id] = value
    if (typeof sorted !== 'string' || !isId('apiKey', id) || sorted.includes('\0')) return null
    return sort === 'name' || sort === 'owner' || MOMENT.test(sorted) ? [sorted, id] : null
  } catch {
    return null
  }
}
