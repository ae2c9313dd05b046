import { APP_RANGES, readUsageRange } from '@/components/usage/usage-range'
import { exportAppUsage } from '@/lib/operations/export-usage'
import { csvDownload } from '@/lib/server/csv-download'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

/** How an app was used, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string; app: string }> },
): Promise<Response> {
  const { organization, app } = await params
  const range = readUsageRange(Object.fromEntries(new URL(request.url).searchParams), APP_RANGES)
  const table = await query(exportAppUsage, organization, { slug: app, range })
  return table.ok ? csvDownload(table.value, [table.value.rows]) : problem(table.failure)
}
