import { KEY_PREFIX } from '@/lib/core/claims'
import { type ApiKeyId, isId } from '@/lib/core/identifiers'
import { KEY_SHAPED } from '@/lib/core/token-form'

/** A run that is longer than any id or word, as a key's claims and its signature are: a piece of one, without its beginning. */
const PIECE_OF_KEY = /[A-Za-z0-9_-]{80,}/

/** Whether there is a key in a text, its beginning, or a long piece of it. */
export const holdsKey = (text: string): boolean => text.includes(KEY_PREFIX) || PIECE_OF_KEY.test(text)

/**
 * Text that holds a key, or a piece of one, must not get further than the field it was pasted into: not to the
 * URL, not to the history, not to a log. Undefined when there is no key in it; otherwise the key's id, or null when
 * it can't be read because it is not all there.
 */
export function readPastedKey(text: string): { readonly id: ApiKeyId | null } | undefined {
  if (!holdsKey(text)) return undefined
  const token = KEY_SHAPED.exec(text)?.[0] ?? text.slice(Math.max(0, text.indexOf(KEY_PREFIX))).trim()
  return { id: keyIdIn(token.split('.')[1] ?? '') }
}

function keyIdIn(payload: string): ApiKeyId | null {
  try {
    const bytes = Uint8Array.from(atob(payload.replace(/-/g, '+').replace(/_/g, '/')), (character) =>
      character.charCodeAt(0),
    )
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const id = typeof claims === 'object' && claims !== null && 'jti' in claims ? claims.jti : undefined
    return isId('apiKey', id) ? id : null
  } catch {
    // Not base64url, or not JSON: a key that was cut in the middle.
    return null
  }
}
