import { SearchInput, type SearchView } from '@/lib/contract/search'
import { statusOf } from '@/lib/core/api-key'
import { readPastedKey } from '@/lib/core/pasted-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readRows } from '@/lib/db/api-keys'
import { searchApiKeys, searchApps } from '@/lib/db/search'
import { read } from '@/lib/operations/operation'

const MOST_APPS = 5
const MOST_KEYS = 7

/** Apps and keys of the organization by what they are called, for whoever wants to go there. */
export const search = read({
  input: SearchInput,
  async run({ tx, actor, now }, { text }) {
    if (!may(actor, 'organization.view', {})) return fail('not_permitted')
    // Should a whole key come here past the browser's check, it is dropped: keys are never looked up by their text.
    if (readPastedKey(text)) return ok<SearchView>({ apps: [], keys: [] })
    const { organizationId } = actor
    const apps = await searchApps(tx, organizationId, text, MOST_APPS)
    const keys = await readRows(tx, organizationId, await searchApiKeys(tx, organizationId, text, MOST_KEYS), now)
    return ok<SearchView>({
      apps: apps.map((app) => ({
        id: app.id,
        name: app.name,
        slug: app.slug,
        service: app.service,
        canCreateKey: app.providerEnabled && may(actor, 'api_key.create', { app, type: 'user' }),
      })),
      keys: keys.map(({ key, app: { name, slug, service } }) => ({
        id: key.id,
        name: key.name,
        status: statusOf(key, now),
        app: { name, slug, service },
      })),
    })
  },
})
