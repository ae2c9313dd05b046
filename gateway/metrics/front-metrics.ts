import { counter, gauge, type Source } from '@/gateway/metrics/families'
import { BUCKETS_SECONDS, type Durations, type RequestCounts, type Surface } from '@/gateway/metrics/request-counts'

const SURFACES: readonly Surface[] = ['apps', 'verify']

export interface FrontNumbers {
  readonly counts: RequestCounts
  readonly openRequests: () => number
  readonly verifiedTokens: { readonly size: number; readonly hits: number; readonly misses: number }
  readonly usageWaiting: () => number
}

/** What a process that answers requests can tell. No label names a key, a caller, or an app that does not exist. */
export function frontMetrics({ counts, openRequests, verifiedTokens, usageWaiting }: FrontNumbers): Source[] {
  return [
    gauge('aura_gateway_processes', 'Processes that answer requests.', () => 1, 'sum'),
    counter('aura_gateway_requests_total', 'Requests by verdict.', () =>
      SURFACES.flatMap((surface) =>
        [...counts.verdicts[surface]].map(([verdict, value]) => ({ labels: { surface, verdict }, value })),
      ),
    ),
    {
      name: 'aura_gateway_answer_seconds',
      help: 'From the arrival of an accepted request to the beginning of its answer.',
      type: 'histogram',
      aggregator: 'sum',
      values: () =>
        SURFACES.flatMap((surface) =>
          [...counts.durations[surface]].flatMap(([app, durations]) => histogram({ surface, app }, durations)),
        ),
    },
    counter('aura_gateway_app_failures_total', 'Accepted requests that the app did not answer as it should.', () =>
      [...counts.failures].flatMap(([app, problems]) =>
        [...problems].map(([problem, value]) => ({ labels: { app, problem }, value })),
      ),
    ),
    gauge(
      'aura_gateway_open_requests',
      'Accepted requests that are not finished, WebSockets among them.',
      openRequests,
      'sum',
    ),
    gauge('aura_gateway_verified_tokens', 'Verified keys that are kept.', () => verifiedTokens.size, 'sum'),
    counter('aura_gateway_verified_token_lookups_total', 'Keys that were looked for among the verified ones.', () => [
      { labels: { result: 'hit' }, value: verifiedTokens.hits },
      { labels: { result: 'miss' }, value: verifiedTokens.misses },
    ]),
    gauge('aura_gateway_usage_batches_waiting', 'Batches of usage that wait for the portal.', usageWaiting, 'sum'),
  ]
}

/** Buckets as Prometheus has them: each counts what the ones before it count, too. */
function histogram(labels: Readonly<Record<string, string>>, { buckets, sumSeconds }: Durations) {
  const name = 'aura_gateway_answer_seconds'
  let total = 0
  const cumulative = buckets.map((count, at) => {
    total += count
    return { metricName: `${name}_bucket`, labels: { ...labels, le: BUCKETS_SECONDS[at] ?? '+Inf' }, value: total }
  })
  return [
    ...cumulative,
    { metricName: `${name}_sum`, labels, value: sumSeconds },
    { metricName: `${name}_count`, labels, value: total },
  ]
}
