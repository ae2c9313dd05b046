import type { GatewayEnv } from '@/gateway/env'
import { createPortalTransport } from '@/gateway/portal-transport'
import { createOutboundDispatcher } from '@/lib/outbound/outbound-dispatcher'

/** What the environment says about a front; the same for a process that is alone and for each worker of a cluster. */
export function frontSettingsOf({ portalUrl, token, outboundAllow, trustedProxies }: GatewayEnv) {
  return {
    transport: createPortalTransport(portalUrl, token),
    dispatcher: createOutboundDispatcher({ allow: outboundAllow }),
    trustedProxies,
  }
}
