import type { Dispatcher } from 'undici'
import { ATTEMPT_LIMITS } from '@/lib/core/webhook-answer'
import { createOutboundDispatcher } from '@/lib/outbound/outbound-dispatcher'

/** Connections to webhooks: without TLS only where the operator allows it, and none that waits longer than an attempt may. */
export const createWebhookDispatcher = (allow: readonly string[]): Dispatcher =>
  createOutboundDispatcher({
    allow,
    plainOnlyWhereAllowed: true,
    connectMilliseconds: ATTEMPT_LIMITS.connectMilliseconds,
    headersMilliseconds: ATTEMPT_LIMITS.wholeMilliseconds,
    bodyMilliseconds: ATTEMPT_LIMITS.wholeMilliseconds,
  })
