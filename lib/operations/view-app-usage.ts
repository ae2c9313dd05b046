import { AppUsageInput, type AppUsageView } from '@/lib/contract/usage'
import { fail, ok } from '@/lib/core/result'
import { findAppBySlug } from '@/lib/db/apps'
import { findBusiestKeys } from '@/lib/db/usage'
import { read } from '@/lib/operations/operation'
import { usageSeries } from '@/lib/operations/usage-series'

const DAY_MILLISECONDS = 86_400_000
const TOP_KEYS = 5

/** How an app is used: by step and verdict, forged keys among them, and its busiest keys. */
export const viewAppUsage = read({
  input: AppUsageInput,
  async run({ tx, actor: { organizationId }, now }, { slug, range }) {
    const app = await findAppBySlug(tx, organizationId, slug)
    if (!app) return fail('app_not_found')
    const view: AppUsageView = {
      series: await usageSeries(tx, organizationId, { appId: app.id }, range, now),
      topKeys: await findBusiestKeys(tx, organizationId, app.id, new Date(now.getTime() - DAY_MILLISECONDS), TOP_KEYS),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
