/** A spreadsheet takes a cell that begins so for a formula, and callers choose their own agents and paths. */
const FORMULA = /^[=+\-@\t\r]/

function cell(value: string | number): string {
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** One record of RFC 4180, with its line break. */
export const csvRecord = (cells: CsvRow): string => `${cells.map(cell).join(',')}\r\n`

export type CsvRow = readonly (string | number)[]

/** What a file to be downloaded begins with: its name without the ending, and its columns. */
export interface CsvHead {
  readonly name: string
  readonly columns: readonly string[]
}

/** A file that is small enough to be had at once. */
export interface CsvTable extends CsvHead {
  readonly rows: readonly CsvRow[]
}
