import type { IdentityProvider } from '@/lib/core/identity-provider'
import { fail, ok, type Result } from '@/lib/core/result'
import { type KeyEncryptionKeys, open, openedText } from '@/lib/crypto/sealing'
import type { Settings } from '@/lib/operations/operation'
import type { Client } from '@/lib/outbound/openid-provider'

/** The one address at which the answers of every provider are taken; which flow an answer belongs to is the browser's cookie to say. */
export const redirectUriOf = ({ publicUrl }: Settings) => `${publicUrl}/sso/callback`

/** The portal as the provider knows it: the one place where a client secret is opened. */
export async function clientOfProvider(
  { id, organizationId, issuer, clientId, sealedClientSecret }: IdentityProvider,
  settings: Settings,
  keks: KeyEncryptionKeys,
): Promise<Result<Client>> {
  const client = { issuer, clientId, redirectUri: redirectUriOf(settings) }
  if (sealedClientSecret === null) return ok({ ...client, clientSecret: null })
  const opened = await open(sealedClientSecret, { organization: organizationId, identity_provider: id }, keks)
  if (opened.ok) return ok({ ...client, clientSecret: openedText(opened.content) })
  console.error(`The client secret of identity provider ${id} does not open: ${opened.reason}.`)
  return fail('client_secret_not_readable')
}
