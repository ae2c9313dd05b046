import { KEY_PREFIX } from '@/lib/core/claims'
import { type ApiKeyId, isId } from '@/lib/core/identifiers'
import { KEY_SHAPED } from '@/lib/core/token-form'

/**
 * Text that holds a key, or the beginning of one, must not get further than the field it was pasted into: not to the
 * URL, not to the history, not to a log. Undefined when there is no key in it; otherwise the key's id, or null when
 * it can't be read because the key was cut short.
 */
export function readPastedKey(text: string): { readonly id: ApiKeyId | null } | undefined {
  if (!text.includes(KEY_PREFIX)) return undefined
  const token = KEY_SHAPED.exec(text)?.[0] ?? text.slice(text.indexOf(KEY_PREFIX)).trim()
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
