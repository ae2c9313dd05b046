import { KEY_RANGES, readUsageRange } from '@/components/usage/usage-range'
import { isId } from '@/lib/core/identifiers'
import { fail } from '@/lib/core/result'
import { exportKeyUsage } from '@/lib/operations/export-usage'
import { csvDownload } from '@/lib/server/csv-download'
import { query } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

const FILES = { 'usage.csv': 'usage', 'callers.csv': 'callers', 'requests.csv': 'requests' } as const

/** A key's usage, its callers or its last requests, as a file. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ organization: string; key: string; table: string }> },
): Promise<Response> {
  const { organization, key, table: file } = await params
  const table = Object.hasOwn(FILES, file) ? FILES[file as keyof typeof FILES] : undefined
  if (!isId('apiKey', key) || !table) return problem(fail('api_key_not_found').failure)
  const range = readUsageRange(Object.fromEntries(new URL(request.url).searchParams), KEY_RANGES)
  const exported = await query(exportKeyUsage, organization, { apiKeyId: key, range, table })
  return exported.ok ? csvDownload(exported.value, [exported.value.rows]) : problem(exported.failure)
}
