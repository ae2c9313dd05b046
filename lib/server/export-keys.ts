import type { z } from 'zod'
import type { ExportApiKeysInput } from '@/lib/contract/api-keys'
import type { CsvRow } from '@/lib/core/csv'
import type { Result } from '@/lib/core/result'
import { type ExportPage, exportApiKeys, readExportPage } from '@/lib/operations/export-api-keys'
import { csvDownload } from '@/lib/server/csv-download'
import type { PerformAs } from '@/lib/server/queries'
import { problem } from '@/lib/server/run-route'

type Asked = z.input<typeof ExportApiKeysInput>

/** The keys of a view of the panel as a file, in as many short transactions as it has pages. */
export async function exportKeys(perform: PerformAs, asked: Asked): Promise<Response> {
  const begun = await perform(exportApiKeys, asked)
  return begun.ok ? csvDownload(begun.value, pagesOf(perform, asked)) : problem(begun.failure)
}

async function* pagesOf(perform: PerformAs, asked: Asked): AsyncGenerator<readonly CsvRow[]> {
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Result<ExportPage> = await perform(readExportPage, { ...asked, ...(cursor ? { cursor } : {}) })
    if (!page.ok) throw new Error(`An export of keys ended before its last page: ${page.failure.code}`)
    yield page.value.rows
    cursor = page.value.nextCursor
  }
}
