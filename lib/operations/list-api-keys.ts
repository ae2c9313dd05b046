import { type ApiKeysPage, ListApiKeysInput } from '@/lib/contract/api-keys'
import { fail, ok } from '@/lib/core/result'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { countKeys, type KeysWithin, listApiKeys as readApiKeys } from '@/lib/db/api-keys'
import { findAppBySlug } from '@/lib/db/apps'
import { readCursor, writeCursor } from '@/lib/operations/key-cursor'
import { read } from '@/lib/operations/operation'
import { apiKeyView } from '@/lib/operations/views'

const PAGE_ROWS = 50

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
      matching: null,
      owners: [],
      nextCursor: page.next && writeCursor(page.next),
      now: now.toISOString(),
    }
    return ok(answer)
  },
})
