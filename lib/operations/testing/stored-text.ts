import { createHash } from 'node:crypto'
import type { Sql } from '@/lib/operations/testing/two-organizations'

/** The forms in which a careless program would keep a text: itself, the signature of a token, hashes of either, as any encoding writes them. */
export function storedFormsOf(text: string): string[] {
  const signature = text.split('.')[2]
  const bytes = [
    Buffer.from(text),
    createHash('sha256').update(text).digest(),
    ...(signature ? [Buffer.from(signature, 'base64url'), createHash('sha256').update(signature).digest()] : []),
  ]
  return [
    text,
    ...(signature ? [signature] : []),
    ...bytes.flatMap((form) => [form.toString('hex'), unpadded(form.toString('base64')), form.toString('base64url')]),
  ]
}

/** A value may stand in the middle of something longer, where its base64 has no padding. */
const unpadded = (base64: string) => base64.replace(/=+$/, '')

/** Tables with a row in which one of these texts stands, in whatever column; bytes are looked at as hexadecimal and as base64. */
export async function tablesThatHold(sql: Sql, needles: readonly string[]): Promise<string[]> {
  const columns = await sql<{ table: string; column: string; type: string }>(
    `select table_name as table, column_name as column, data_type as type from information_schema.columns
     where table_schema = 'public' and table_name in (select tablename from pg_tables where schemaname = 'public')`,
  )
  const tables = new Map<string, string[]>()
  for (const { table, column, type } of columns) {
    const forms =
      type === 'bytea'
        ? [
            `encode("${column}", 'hex')`,
            `translate(encode("${column}", 'base64'), E'\\n', '')`,
            `translate(encode("${column}", 'base64'), E'+/\\n', '-_')`,
          ]
        : [`"${column}"::text`]
    tables.set(table, [...(tables.get(table) ?? []), ...forms])
  }
  const found: string[] = []
  for (const [table, forms] of tables) {
    const text = `concat_ws(' ', ${forms.join(', ')})`
    const rows = await sql(
      `select 1 from "${table}" where exists (select 1 from unnest($1::text[]) needle where position(needle in ${text}) > 0) limit 1`,
      [needles],
    )
    if (rows.length > 0) found.push(table)
  }
  return found.sort()
}
