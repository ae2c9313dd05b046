import type { ActionState } from '@/lib/contract/action-state'
import type { TriedCallView } from '@/lib/contract/tried-call'
import { readPastedKey } from '@/lib/core/pasted-key'
import { provesKey } from '@/lib/core/verdict-steps'
import { limitCalls } from '@/lib/operations/limit-calls'
import { prepareCall } from '@/lib/operations/prepare-call'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { actionState } from '@/lib/server/action-answer'
import { callGateway } from '@/lib/server/call-gateway'
import { platform } from '@/lib/server/platform'
import { query } from '@/lib/server/queries'
import { runAction } from '@/lib/server/run-action'
import { currentSessionId } from '@/lib/server/session'

/** Sends a call that somebody typed through the gateway. No transaction is open while it is under way. */
export async function tryApp(
  organizationSlug: string,
  input: Readonly<Record<string, unknown>>,
): Promise<ActionState<TriedCallView>> {
  const prepared = await runAction(prepareCall, organizationSlug, input)
  if (!prepared.ok) return prepared
  const limited = await limitCalls(platform(), 'tried call', String(await currentSessionId()))
  if (!limited.ok) return actionState(limited)
  const key = String(input.key).trim()
  const answer = await callGateway(prepared.value, key)
  const vouchedFor = answer.kind === 'answered' && answer.verdict !== null && provesKey(answer.verdict)
  const { method, url } = prepared.value
  return { ok: true, value: { method, url, answer, key: vouchedFor ? await keyNamed(organizationSlug, key) : null } }
}

/** The key that a gateway's verdict has vouched for; null when it is not one that the viewer's organization knows. */
async function keyNamed(organizationSlug: string, token: string): Promise<TriedCallView['key']> {
  const apiKeyId = readPastedKey(token)?.id
  if (!apiKeyId) return null
  const known = await query(viewApiKey, organizationSlug, { apiKeyId })
  if (!known.ok) return null
  const { id, name, app } = known.value.key
  return { id, name, app }
}
