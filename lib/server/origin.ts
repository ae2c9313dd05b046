import { randomUUID } from 'node:crypto'
import { headers } from 'next/headers'
import type { Origin } from '@/lib/core/events'
import { readAddress } from '@/lib/inbound/address-ranges'
import type { TrustedProxies } from '@/lib/inbound/trusted-proxies'
import { installation } from '@/lib/server/platform'

/** Set by `start.ts` from the socket on every request, over whatever a caller sent. */
export const PEER_HEADER = 'x-aura-peer'

/** Where the request that is being answered came from. */
export async function requestOrigin(): Promise<Origin> {
  return originOf(await headers())
}

export function originOf(received: Pick<Headers, 'get'>): Origin {
  return {
    address: callerAddress(
      received.get(PEER_HEADER),
      received.get('x-forwarded-for'),
      installation().environment.trustedProxies,
    ),
    agent: received.get('user-agent')?.slice(0, 256) ?? null,
    requestId: randomUUID(),
  }
}

/** By decision 4: the socket's address, or, where that is a trusted proxy, what it says. Null when there is no address to be known. */
export function callerAddress(peer: string | null, forwardedFor: string | null, proxies: TrustedProxies) {
  const address = proxies.callerAddress(peer ?? undefined, forwardedFor ?? '')
  return readAddress(address) ?? null
}
