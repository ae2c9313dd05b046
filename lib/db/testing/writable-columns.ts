/**
 * Asks which columns of a table can be written, some being generated from the others: tests and measurements that want many rows copy one,
 * for a signature each would prove nothing.
 */
export const writableColumns = (table: 'api_key' | 'app') =>
  `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
   where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`

/** Inserts copies from a query of whole rows. */
export const insertingCopies = (
  table: 'api_key' | 'app',
  [row]: readonly { readonly columns: string }[],
  rows: string,
): string => `insert into ${table} (${row?.columns}) select ${row?.columns} from (${rows}) copied`
