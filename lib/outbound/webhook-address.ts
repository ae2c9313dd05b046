import { isIP } from 'node:net'
import { isAddressAllowed, isInRanges, parseAddressRanges } from '@/lib/outbound/address-rules'

/**
 * What can be said of an address before anything is sent there, so that whoever types it learns of a mistake at once. What a name leads to is
 * asked at each connection, and only there.
 */
export function problemWithAddress(url: string, allow: readonly string[]): 'not_allowed' | 'needs_https' | null {
  const { protocol, hostname } = new URL(url)
  const allowed = parseAddressRanges(allow)
  const address = hostname.replace(/^\[|\]$/g, '')
  if (isIP(address) === 0) return protocol === 'http:' && allowed.length === 0 ? 'needs_https' : null
  if (!isAddressAllowed(address, allowed)) return 'not_allowed'
  return protocol === 'http:' && !isInRanges(address, allowed) ? 'needs_https' : null
}
