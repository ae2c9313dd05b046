import type { ApiKeyView } from '@/lib/contract/api-keys'
import type { CallerView } from '@/lib/contract/usage'
import { KNOCKS } from '@/lib/core/usage'
import type { Verdict } from '@/lib/core/verdicts'

export type DeadCaller = Pick<CallerView, 'address' | 'agent' | 'lastSeenAt' | 'lastVerdict'>

const isKnock = (verdict: Verdict) => (KNOCKS as readonly Verdict[]).includes(verdict)

/**
 * Who presents a key that is dead, the last first. Callers are bounded, and the last knock is always known: it is added where its caller
 * made room for others. A key that works again has no such callers, whatever they heard before.
 */
export function deadCallers(
  { status, lastKnock }: Pick<ApiKeyView, 'status' | 'lastKnock'>,
  callers: readonly CallerView[],
): readonly DeadCaller[] {
  if (status === 'active') return []
  const dead: DeadCaller[] = callers.filter(({ lastVerdict }) => isKnock(lastVerdict))
  const known =
    lastKnock && dead.some(({ address, agent }) => address === lastKnock.address && agent === lastKnock.agent)
  if (lastKnock && !known) {
    const { address, agent, at, verdict } = lastKnock
    dead.push({ address, agent, lastSeenAt: at, lastVerdict: verdict })
  }
  return dead.toSorted((one, other) => Date.parse(other.lastSeenAt) - Date.parse(one.lastSeenAt))
}
