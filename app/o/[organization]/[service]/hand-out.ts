import type { ActionState } from '@/lib/contract/action-state'
import type { IssuedUpstreamSecretView } from '@/lib/contract/apps'
import type { IssuedKey } from '@/lib/crypto/issued-key'
import type { UpstreamSecret } from '@/lib/crypto/upstream-secret'

/** The one place where the token of a new key is taken out: into the answer to the person who asked for the key. */
export function handOut<Made extends { readonly key: IssuedKey }>(
  made: ActionState<Made>,
): ActionState<Omit<Made, 'key'> & { readonly token: string }> {
  if (!made.ok) return made
  const { key, ...rest } = made.value
  return { ok: true, value: { ...rest, token: key.reveal() } }
}

/** The one place where a new upstream secret is taken out for a person: into the answer to whoever asked for it. */
export function handOutUpstreamSecret(
  made: ActionState<{ readonly secret: UpstreamSecret }>,
): ActionState<IssuedUpstreamSecretView> {
  return made.ok ? { ok: true, value: { secret: made.value.secret.reveal() } } : made
}
