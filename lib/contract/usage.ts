import { z } from 'zod'

import { appSlug } from '@/lib/contract/apps'
import { idOf } from '@/lib/contract/fields'
import type { ApiKeyId } from '@/lib/core/identifiers'
import type { Verdict } from '@/lib/core/verdicts'

/** How far back, and in what steps: hours are kept for 90 days, days for two years. */
export const USAGE_RANGES = {
  '24h': { unit: 'hour', steps: 24 },
  '7d': { unit: 'hour', steps: 168 },
  '30d': { unit: 'day', steps: 30 },
  '1y': { unit: 'day', steps: 365 },
} as const
export type UsageRange = keyof typeof USAGE_RANGES
const range = z.enum(Object.keys(USAGE_RANGES) as [UsageRange, ...UsageRange[]]).catch('24h')

export const KeyUsageInput = z.object({ apiKeyId: idOf('apiKey'), range })
export const ExportKeyUsageInput = KeyUsageInput.extend({ table: z.enum(['usage', 'callers', 'requests']) })
export const AppUsageInput = z.object({ slug: appSlug, range })

/** Requests by step and verdict. Steps without any are there, empty, so that a chart shows them. Moments are RFC 3339. */
export interface UsageSeries {
  readonly unit: 'hour' | 'day'
  readonly steps: readonly { readonly at: string; readonly counts: Readonly<Partial<Record<Verdict, number>>> }[]
  readonly totals: Readonly<Partial<Record<Verdict, number>>>
  /** Times of which a gateway could not count everything. */
  readonly gaps: readonly { readonly begins: string; readonly ends: string; readonly reason: string }[]
}

export interface CallerView {
  readonly address: string
  readonly agent: string
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly requests: number
  readonly lastVerdict: Verdict
}

export interface RequestView {
  readonly at: string
  readonly method: string
  readonly path: string
  readonly verdict: Verdict
  readonly status: number
  readonly milliseconds: number
  readonly address: string
}

export interface KeyUsageView {
  readonly series: UsageSeries
  readonly callers: readonly CallerView[]
  /** Sampled, the newest first, at most 100 of the 1,000 that are kept. */
  readonly requests: readonly RequestView[]
  readonly now: string
}

export interface AppUsageView {
  readonly series: UsageSeries
  /** The keys with the most accepted requests in the last 24 hours. */
  readonly topKeys: readonly { readonly id: ApiKeyId; readonly name: string; readonly requests: number }[]
  readonly now: string
}
