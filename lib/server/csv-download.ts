import { type CsvTable, csvRecord } from '@/lib/core/csv'

/** How many rows are written at once. */
const ROWS = 500

/** A table as a file, written piece by piece as it is taken. */
export function csvDownload({ name, columns, rows }: CsvTable): Response {
  let next = 0
  const encoder = new TextEncoder()
  const file = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvRecord(columns))),
    pull(controller) {
      if (next >= rows.length) return controller.close()
      controller.enqueue(
        encoder.encode(
          rows
            .slice(next, next + ROWS)
            .map(csvRecord)
            .join(''),
        ),
      )
      next += ROWS
    },
  })
  return new Response(file, {
    headers: {
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
