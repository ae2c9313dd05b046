import type { ActionState } from '@/lib/contract/action-state'
import { prepareIdentityProvider } from '@/lib/operations/prepare-identity-provider'
import { saveIdentityProvider } from '@/lib/operations/save-identity-provider'
import { discover } from '@/lib/outbound/openid-provider'
import { actionState } from '@/lib/server/action-answer'
import { platform } from '@/lib/server/platform'
import { runAction } from '@/lib/server/run-action'

/** Saves settings once the provider has confirmed them. No transaction is open while it is asked. */
export async function configureSingleSignOn(
  organizationSlug: string,
  input: unknown,
): Promise<ActionState<{ readonly endedSessions: number }>> {
  const prepared = await runAction(prepareIdentityProvider, organizationSlug, input)
  if (!prepared.ok) return prepared
  const found = await discover(prepared.value, { allow: platform().settings.outboundAllow })
  if (!found.ok) return actionState({ ok: false, failure: { ...found.failure, field: 'issuer' } })
  // As the provider spells it: with or without a “/” at its end.
  return runAction(saveIdentityProvider, organizationSlug, { ...Object(input), issuer: found.value.issuer })
}
