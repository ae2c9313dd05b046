import { isId } from '@/lib/core/identifiers'
import type { MemberCursor } from '@/lib/db/member-listing'

/** Where the next page begins, for a URL. */
export const writeMemberCursor = (cursor: MemberCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** A cursor comes from a URL that anyone may have edited: one that does not read as ours starts from the beginning. */
export function readMemberCursor(cursor: string | undefined): MemberCursor | null {
  if (!cursor) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(value) || value.length !== 2) return null
    const [name, id] = value
    // Postgres takes no text with a zero in it.
    return typeof name === 'string' && !name.includes('\u0000') && isId('membership', id) ? [name, id] : null
  } catch {
    return null
  }
}
