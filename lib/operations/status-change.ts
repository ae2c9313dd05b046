import { type ApiKey, statusOf } from '@/lib/core/api-key'
import { type LoggedChange, runsOf } from '@/lib/core/changes'
import { STATUS_VALUES, type StatusValue, statusValueOf } from '@/lib/core/status-value'

/** The one change row that tells the data plane what these keys are now: always what `statusOf` says. */
export function statusChange(keys: readonly ApiKey[], now: Date): LoggedChange {
  const positions = new Map<StatusValue, number[]>()
  for (const key of keys) {
    const value = statusValueOf(statusOf(key, now))
    positions.set(value, [...(positions.get(value) ?? []), key.position])
  }
  return { kind: 'status', set: [...positions].map(([value, at]) => ({ value, runs: runsOf(at) })) }
}

/** All of these positions are orphaned: a leaver's keys, or a deleted app's, in one row. */
export function orphaned(positions: readonly number[]): LoggedChange[] {
  return positions.length === 0
    ? []
    : [{ kind: 'status', set: [{ value: STATUS_VALUES.orphaned, runs: runsOf(positions) }] }]
}
