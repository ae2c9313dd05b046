import type { AddressInfo } from 'node:net'
import type { MachineMoment } from '@/gateway/cluster/machine-moment'
import type { GatewayEnv } from '@/gateway/env'
import type { MetricFamily } from '@/gateway/metrics/families'
import type { NumberedChange } from '@/lib/core/changes'
import type { GatewayInstanceId } from '@/lib/core/identifiers'
import type { FeedState } from '@/lib/status/feed-client'
import type { KnownState } from '@/lib/status/feed-format'

/** The first message to a worker, once it is there to hear it. Settings come from the primary, so that all workers have the same. */
export interface Start {
  readonly kind: 'start'
  readonly settings: GatewayEnv
  readonly instance: GatewayInstanceId
  /** From 1. A worker that is started again in place of another gets its slot, and with it what it had counted. */
  readonly slot: number
}

/** What the primary has learned since the last update. One is on its way at a time, and each is confirmed, an empty one too. */
export interface Update {
  readonly kind: 'update'
  readonly number: number
  /** No lease that was granted before counts any more. Comes first of all that is in here. */
  readonly leaseGivenUp: boolean
  /** All that is known, in place of what was known before. */
  readonly state?: KnownState
  /** What follows the state, or what was known before. */
  readonly changes: readonly NumberedChange[]
  readonly grants: readonly { readonly seq: number; readonly end: MachineMoment }[]
  /** What the portal's clock showed at a moment of this machine; absent when nothing new is known of it. */
  readonly portalClock?: { readonly portal: number; readonly at: MachineMoment }
  /** What the primary's feed is doing. */
  readonly feed: FeedState
}

/** Finish what is open, keep what was counted, and end. */
export interface Stop {
  readonly kind: 'stop'
}

/** Tell what you measure. */
export interface AskMetrics {
  readonly kind: 'ask_metrics'
}

export type ToWorker = Start | Update | Stop | AskMetrics

/** It is loaded, and has a handler for messages. */
export interface Ready {
  readonly kind: 'ready'
}

/** An update has been applied, and whatever it stopped from being accepted is closed. */
export interface Applied {
  readonly kind: 'applied'
  readonly number: number
  /** What it judges by from now on; null when it knows nothing yet. */
  readonly known: { readonly epoch: number; readonly seq: number } | null
}

export interface Listening extends AddressInfo {
  readonly kind: 'listening'
}

/** It cannot do its work, and ends. */
export interface Failed {
  readonly kind: 'failed'
  readonly message: string
  readonly code: string | undefined
}

/** What it measures, at the moment of the question. */
export interface Measured {
  readonly kind: 'measured'
  readonly families: MetricFamily[]
}

export type FromWorker = Ready | Applied | Listening | Failed | Measured
