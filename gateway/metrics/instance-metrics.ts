import { gauge, type Source } from '@/gateway/metrics/families'
import type { Clock } from '@/lib/status/clock'
import { FEED_STATES, type FeedClient } from '@/lib/status/feed-client'
import { portalOffset } from '@/lib/status/portal-clock'

/** What the process that follows the portal can tell: how fresh this gateway's knowledge is. */
export function instanceMetrics(feed: FeedClient, clock: Clock, software: string): Source[] {
  const lag = () => Math.max(0, feed.headSeq - (feed.knowledge?.seq ?? 0))
  return [
    {
      name: 'aura_gateway_info',
      help: 'What runs here.',
      type: 'gauge',
      aggregator: 'first',
      values: () => [{ labels: { software }, value: 1 }],
    },
    {
      name: 'aura_gateway_feed_state',
      help: 'What the feed is doing: 1 for the state that it is in.',
      type: 'gauge',
      aggregator: 'first',
      values: () => FEED_STATES.map((state) => ({ labels: { state }, value: state === feed.state ? 1 : 0 })),
    },
    gauge(
      'aura_gateway_applied_seq',
      'The newest change of the portal that is applied.',
      () => feed.knowledge?.seq ?? 0,
    ),
    gauge('aura_gateway_acknowledged_seq', 'The newest change that the portal has this gateway’s word for.', () =>
      Math.max(0, feed.acknowledgedSeq),
    ),
    gauge('aura_gateway_lag_changes', 'Changes that the portal had at the last renewal and that are not applied.', lag),
    gauge('aura_gateway_lease_seconds', 'Until nothing is answered any more.', () => feed.remainingLease() / 1_000),
    gauge('aura_gateway_clock_offset_seconds', 'How far the portal’s clock is ahead of this machine’s.', () =>
      feed.portalClock ? portalOffset(feed.portalClock, clock) / 1_000 : 0,
    ),
  ]
}
