import { randomUUID } from 'node:crypto'
import ipaddr from 'ipaddr.js'
import { headers } from 'next/headers'
import type { Origin } from '@/lib/core/events'
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

/**
 * The socket's address, or, when that is a trusted proxy, the last address in X-Forwarded-For that is none. Whatever stands before it, the
 * caller may have made up; so may they what stands before something that is no address.
 */
export function callerAddress(
  peer: string | null,
  forwardedFor: string | null,
  trustedProxies: readonly (readonly [ipaddr.IPv4 | ipaddr.IPv6, number])[],
): string | null {
  const path = [...(forwardedFor ?? '').split(','), peer ?? ''].map((text) => text.trim())
  let farthest: string | null = null
  for (const text of path.reverse()) {
    if (!ipaddr.isValid(text)) break
    const address = ipaddr.process(text)
    farthest = address.toString()
    if (
      !trustedProxies.some(
        ([network, bits]) => network.kind() === address.kind() && address.match(network as never, bits),
      )
    )
      break
  }
  return farthest
}
