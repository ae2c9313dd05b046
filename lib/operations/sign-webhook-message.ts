import type { OrganizationId } from '@/lib/core/identifiers'
import { fail, ok, type Result } from '@/lib/core/result'
import { signingSecrets, type WebhookEndpoint } from '@/lib/core/webhook'
import { type KeyEncryptionKeys, open, openedText } from '@/lib/crypto/sealing'
import { signedHeaders } from '@/lib/crypto/webhook-signatures'
import type { Tx } from '@/lib/db/tx'
import { listWebhookSecrets } from '@/lib/db/webhooks'
import type { PostedMessage } from '@/lib/outbound/post-message'

/**
 * A message ready to be sent, signed with each secret that signs at this moment: the one place where they are opened. One that does not open
 * is left out as long as another does, since a receiver has to know one of them only; without any nothing is sent.
 */
export async function signWebhookMessage(
  {
    tx,
    organizationId,
    keks,
    now,
  }: {
    readonly tx: Tx
    readonly organizationId: OrganizationId
    readonly keks: KeyEncryptionKeys
    readonly now: Date
  },
  endpoint: Pick<WebhookEndpoint, 'id' | 'url'>,
  message: { readonly id: string; readonly body: string },
): Promise<Result<PostedMessage>> {
  const secrets = signingSecrets(await listWebhookSecrets(tx, organizationId, endpoint.id), now)
  const opened: string[] = []
  for (const { id, sealed } of secrets) {
    const secret = await open(sealed, { organization: organizationId, webhook_secret: id }, keks)
    if (secret.ok) opened.push(openedText(secret.content))
  }
  if (opened.length === 0) return fail('webhook_secret_not_readable')
  return ok({
    url: endpoint.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Aura-Portal-Webhooks',
      ...signedHeaders(message, opened, now),
    },
    body: message.body,
  })
}
