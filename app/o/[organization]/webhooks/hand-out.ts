import type { ActionState } from '@/lib/contract/action-state'
import type { IssuedWebhookSecretView } from '@/lib/contract/webhooks'
import type { WebhookSigningSecret } from '@/lib/crypto/webhook-secret'

/** The one place where a new signing secret is taken out for a person: into the answer to whoever asked for it. */
export function handOutWebhookSecret(
  made: ActionState<Omit<IssuedWebhookSecretView, 'secret'> & { readonly secret: WebhookSigningSecret }>,
): ActionState<IssuedWebhookSecretView> {
  return made.ok ? { ok: true, value: { id: made.value.id, secret: made.value.secret.reveal() } } : made
}
