import type { UsageRange } from '@/lib/contract/usage'
import { usageWords } from '@/words/usage'

/** The query parameter that names the range, so that a colleague can be sent the view. */
const PARAMETER = 'usage'

const ALL_RANGES = Object.keys(usageWords.ranges) as UsageRange[]
export const KEY_RANGES: readonly UsageRange[] = ALL_RANGES
export const APP_RANGES: readonly UsageRange[] = ALL_RANGES.filter((range) => range !== '1y')

type SearchParams = Readonly<Record<string, string | readonly string[] | undefined>>

/** A range that the page doesn't offer is as if none were named: an address may be old, or typed. */
export function readUsageRange(params: SearchParams, offered: readonly UsageRange[]): UsageRange {
  return offered.find((range) => range === params[PARAMETER]) ?? '24h'
}

export const usageRangeHref = (path: string, range: UsageRange) =>
  range === '24h' ? path : `${path}?${PARAMETER}=${range}`
