import type { KeySort } from '@/lib/core/api-key'
import { isId } from '@/lib/core/identifiers'
import type { KeyCursor } from '@/lib/db/key-listing'

/** Where the next page begins, for a URL. */
export const writeCursor = (cursor: KeyCursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** A cursor comes from a URL that anyone may have edited: one that does not read as ours starts from the beginning. */
export function readCursor(cursor: string | undefined, sort: KeySort): KeyCursor | null {
  if (!cursor) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(value) || value.length !== 2) return null
    const [sorted, id] = value
    if (typeof sorted !== 'string' || !isId('apiKey', id) || sorted.includes('\0')) return null
    return sort === 'name' || sort === 'owner' || isMoment(sorted) ? [sorted, id] : null
  } catch {
    return null
  }
}

const MOMENT = /^([1-9]\d{3})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?[+-](\d\d)(?::(\d\d))?$/

/** A timestamptz as Postgres writes it, which it would read again: it throws at the 30th of February. */
function isMoment(text: string): boolean {
  if (text === 'infinity' || text === '-infinity') return true
  const parts = MOMENT.exec(text)
  if (!parts) return false
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offsetHours = 0, offsetMinutes = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= days
  return isDay && hour <= 23 && minute <= 59 && second <= 59 && offsetHours <= 14 && offsetMinutes <= 59
}
