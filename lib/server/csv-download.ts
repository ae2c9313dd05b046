import { type CsvHead, type CsvRow, csvRecord } from '@/lib/core/csv'

type Pages = Iterable<readonly CsvRow[]> | AsyncIterable<readonly CsvRow[]>

/**
 * A file that is written page by page, each asked for once the one before was taken: a slow reader holds up the pages, not the memory, and one
 * that goes away ends them. Pages that throw break the connection off, so that half a file is never taken for a whole one.
 */
export function csvDownload({ name, columns }: CsvHead, pages: Pages): Response {
  const texts = textsOf(columns, pages)
  const encoder = new TextEncoder()
  const file = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      async cancel() {
        await texts.return(undefined)
      },
    },
    // Nothing is read ahead: whoever reads keeps what they need to.
    { highWaterMark: 0 },
  )
  return new Response(file, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}

async function* textsOf(columns: CsvHead['columns'], pages: Pages): AsyncGenerator<string, undefined> {
  yield csvRecord(columns)
  for await (const rows of pages) if (rows.length > 0) yield rows.map(csvRecord).join('')
}
