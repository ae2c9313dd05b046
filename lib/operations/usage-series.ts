import { USAGE_RANGES, type UsageRange, type UsageSeries } from '@/lib/contract/usage'
import type { OrganizationId } from '@/lib/core/identifiers'
import type { Verdict } from '@/lib/core/verdicts'
import type { Tx } from '@/lib/db/tx'
import { listUsageByDay, listUsageByHour, listUsageGaps, type UsageOf } from '@/lib/db/usage'

const STEP_MILLISECONDS = { hour: 3_600_000, day: 86_400_000 } as const

/** What was counted in a range that ends now, step by step: hours, or days in UTC. */
export async function usageSeries(
  tx: Tx,
  organizationId: OrganizationId,
  of: UsageOf,
  range: UsageRange,
  now: Date,
): Promise<UsageSeries> {
  const { unit, steps: length } = USAGE_RANGES[range]
  const step = STEP_MILLISECONDS[unit]
  const first = (Math.floor(now.getTime() / step) - length + 1) * step
  // Exclusive in the query of hours, inclusive in that of days.
  const points =
    unit === 'hour'
      ? await listUsageByHour(tx, organizationId, of, new Date(first - 1))
      : await listUsageByDay(tx, organizationId, of, new Date(first))
  const counts = Array.from({ length }, (): Partial<Record<Verdict, number>> => ({}))
  const totals: Partial<Record<Verdict, number>> = {}
  for (const { at, verdict, requests } of points) {
    const counted = counts[Math.floor((at.getTime() - first) / step)]
    if (!counted) continue
    counted[verdict] = (counted[verdict] ?? 0) + requests
    totals[verdict] = (totals[verdict] ?? 0) + requests
  }
  const gaps = await listUsageGaps(tx, organizationId, new Date(first))
  return {
    unit,
    steps: counts.map((counted, index) => ({ at: new Date(first + index * step).toISOString(), counts: counted })),
    totals,
    gaps: gaps.map(({ begins, ends, reason }) => ({ begins: begins.toISOString(), ends: ends.toISOString(), reason })),
  }
}
