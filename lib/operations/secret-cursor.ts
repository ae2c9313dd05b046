import { isId } from '@/lib/core/identifiers'
import type { SecretCursor } from '@/lib/db/secrets'

/** Where the next page begins, for a URL. */
export const writeSecretCursor = (cursor: SecretCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** A cursor comes from a URL that anyone may have edited: one that does not read as ours starts from the beginning. */
export function readSecretCursor(cursor: string | undefined, sortedBy: 'name' | 'moment'): SecretCursor | null {
  if (!cursor) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (!Array.isArray(value) || value.length !== 2) return null
    const [sorted, id] = value
    if (typeof sorted !== 'string' || !isId('secret', id)) return null
    if (sortedBy === 'name') return /^[A-Za-z0-9_]+$/.test(sorted) ? [sorted, id] : null
    const moment = new Date(sorted)
    return !Number.isNaN(moment.getTime()) && moment.toISOString() === sorted && sorted.length === 24
      ? [moment, id]
      : null
  } catch {
    return null
  }
}
