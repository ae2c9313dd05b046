import { type KeyFacts, statusOf } from '@/lib/core/api-key'
import { type LoggedChange, runsOf } from '@/lib/core/changes'
import { type StatusValue, statusValueOf } from '@/lib/core/status-value'

/** The one change row that tells the data plane what these keys are now: always what `statusOf` says. */
export function statusChange(keys: readonly (KeyFacts & { readonly position: number })[], now: Date): LoggedChange {
  const positions = new Map<StatusValue, number[]>()
  for (const key of keys) {
    const value = statusValueOf(statusOf(key, now))
    const known = positions.get(value)
    if (known) known.push(key.position)
    else positions.set(value, [key.position])
  }
  return { kind: 'status', set: [...positions].map(([value, at]) => ({ value, runs: runsOf(at) })) }
}
