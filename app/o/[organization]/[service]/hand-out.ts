import type { ActionState } from '@/lib/contract/action-state'
import type { IssuedApiKeyView } from '@/lib/contract/api-keys'
import type { IssuedKey } from '@/lib/crypto/issued-key'

type Created = ActionState<Omit<IssuedApiKeyView, 'token'> & { readonly key: IssuedKey }>

/** The one place where the token of a new key is taken out: into the answer to the person who asked for the key. */
export function handOut(created: Created): ActionState<IssuedApiKeyView> {
  if (!created.ok) return created
  const { key, ...rest } = created.value
  return { ok: true, value: { ...rest, token: key.reveal() } }
}
