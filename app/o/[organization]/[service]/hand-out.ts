import type { ActionState } from '@/lib/contract/action-state'
import type { IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { IssuedUpstreamSecretView } from '@/lib/contract/apps'
import type { IssuedKey } from '@/lib/crypto/issued-key'
import type { UpstreamSecret } from '@/lib/crypto/upstream-secret'

type Created = ActionState<Omit<IssuedApiKeyView, 'token'> & { readonly key: IssuedKey }>

/** The one place where the token of a new key is taken out: into the answer to the person who asked for the key. */
export function handOut(created: Created): ActionState<IssuedApiKeyView> {
  if (!created.ok) return created
  const { key, ...rest } = created.value
  return { ok: true, value: { ...rest, token: key.reveal() } }
}

/** The one place where a new upstream secret is taken out for a person: into the answer to whoever asked for it. */
export function handOutUpstreamSecret(
  made: ActionState<{ readonly secret: UpstreamSecret }>,
): ActionState<IssuedUpstreamSecretView> {
  return made.ok ? { ok: true, value: { secret: made.value.secret.reveal() } } : made
}
