import type { ApiKey } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import { type KeyClaims, statusReference } from '@/lib/core/claims'
import { ok, type Result } from '@/lib/core/result'
import { signKey } from '@/lib/crypto/issue-key'
import type { IssuedKey } from '@/lib/crypto/issued-key'
import { takePosition } from '@/lib/db/feed'
import { getOrganization } from '@/lib/db/organizations'
import type { OperationContext, People } from '@/lib/operations/operation'
import { openSigningKey } from '@/lib/operations/signing-key'

export interface IssuedToken extends Pick<ApiKey, 'id' | 'position' | 'signingKeyId'> {
  readonly token: IssuedKey
}

/** Signs the token of a new key, with the next position of the status lists. Takes the head row, so every other lock comes before. */
export async function issueToken(
  { tx, actor: { organizationId }, now, newId, keks }: OperationContext<People>,
  app: Pick<App, 'id' | 'environment'>,
  { subject, scopes, expiresAt }: Pick<ApiKey, 'subject' | 'scopes' | 'expiresAt'>,
): Promise<Result<IssuedToken>> {
  const signingKey = await openSigningKey(tx, organizationId, 'api_key', keks)
  if (!signingKey.ok) return signingKey
  const { issuer } = await getOrganization(tx, organizationId)
  const position = await takePosition(tx, organizationId, app.id)
  const id = newId('apiKey')
  const claims: KeyClaims = {
    iss: issuer,
    aud: app.id,
    sub: subject,
    jti: id,
    iat: Math.floor(now.getTime() / 1000),
    ...(expiresAt ? { exp: expiresAt.getTime() / 1000 } : {}),
    scope: scopes.join(' '),
    org: organizationId,
    env: app.environment,
    status: statusReference(issuer, position),
  }
  const issued = await signKey(claims, signingKey.value)
  return issued.ok ? ok({ id, position, signingKeyId: signingKey.value.kid, token: issued.value }) : issued
}
