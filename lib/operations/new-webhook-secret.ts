import type { NewId, OrganizationId, WebhookEndpointId } from '@/lib/core/identifiers'
import type { WebhookSecret } from '@/lib/core/webhook'
import { type KeyEncryptionKeys, seal } from '@/lib/crypto/sealing'
import { WebhookSigningSecret } from '@/lib/crypto/webhook-secret'

/** A new signing secret: as it is shown once, and as it is kept. */
export async function newWebhookSecret(
  {
    organizationId,
    newId,
    now,
    keks,
  }: {
    readonly organizationId: OrganizationId
    readonly newId: NewId
    readonly now: Date
    readonly keks: KeyEncryptionKeys
  },
  endpointId: WebhookEndpointId,
): Promise<{ readonly secret: WebhookSigningSecret; readonly kept: WebhookSecret }> {
  const id = newId('webhookSecret')
  const secret = WebhookSigningSecret.make()
  const sealed = await seal(secret.reveal(), { organization: organizationId, webhook_secret: id }, keks)
  return { secret, kept: { id, organizationId, endpointId, sealed, createdAt: now, endsAt: null } }
}
