import type { KeyClaims } from '@/lib/core/claims'
import { isId } from '@/lib/core/identifiers'

/**
 * What an app is told of its caller: header names and values in turn, made once per key. `X-Aura-User` is the user object
 * that apps of the platform know: a member is a normal user, an app's own user a server.
 */
export function identityHeaders(claims: KeyClaims): readonly string[] {
  const user = {
    id: claims.sub,
    type: isId('serverUser', claims.sub) ? 'server' : 'normal',
    data: {},
    custom_data: {},
    identities: [{ id: claims.jti, provider_type: 'api-key' }],
  }
  return [
    'X-Aura-Key-Id',
    claims.jti,
    'X-Aura-Principal',
    claims.sub,
    'X-Aura-Scope',
    claims.scope,
    'X-Aura-User',
    Buffer.from(JSON.stringify(user)).toString('base64url'),
    'X-Aura-App',
    claims.aud,
  ]
}
