import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** An address that people may have typed, or that a name may have been made to point to, is not one that we connect to. */
export class OutboundAddressRefused extends Error {
  readonly code = 'outbound_address_refused'

  constructor(address: string, hostname: string) {
    super(
      `${hostname === address ? address : `${hostname} (${address})`} may not be connected to: AURA_OUTBOUND_ALLOW does not have it`,
    )
    this.name = 'OutboundAddressRefused'
  }
}

export type AddressRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Reads address ranges such as `127.0.0.0/8`, or single addresses. Throws a RangeError that names the one that is neither. */
export function parseAddressRanges(ranges: readonly string[]): AddressRange[] {
  return ranges.map((range) => {
    // With a whole address, for `10/8` would be read as `0.0.0.10/8`.
    const isWhole = isIP(range.replace(/\/.*/, '')) !== 0
    if (isWhole && ipaddr.isValidCIDR(range)) return ipaddr.parseCIDR(range)
    if (!isWhole || !ipaddr.isValid(range))
      throw new RangeError(`“${range}” is not an address range such as 10.1.0.0/16`)
    const address = ipaddr.parse(range)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  })
}

const GLOBAL_UNICAST_V6: AddressRange = ipaddr.parseCIDR('2000::/3')

/** Azure's WireServer: public by its number, and in each virtual machine there what 169.254.169.254 is elsewhere. */
const METADATA_IN_PUBLIC: AddressRange = ipaddr.parseCIDR('168.63.129.16/32')

/**
 * Whether an address may be connected to: public unicast, or in a range that the operator allows. Everything else is
 * refused by not being that: loopback, private, link-local, unique-local, carrier NAT, multicast, unspecified, reserved,
 * and the IPv6 forms that carry an IPv4 address inside (mapped, NAT64, 6to4, Teredo), whatever that address is.
 */
export function isAddressAllowed(text: string, allowed: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(text)) return false
  if (isInRanges(text, allowed)) return true
  const address = ipaddr.parse(text)
  if (address.range() !== 'unicast' || isWithin(address, METADATA_IN_PUBLIC)) return false
  return address.kind() === 'ipv4' || isWithin(address, GLOBAL_UNICAST_V6)
}

/** Whether an address is in one of these ranges. */
export function isInRanges(text: string, ranges: readonly AddressRange[]): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.parse(text)
  if (ranges.some((range) => isWithin(address, range))) return true
  // A mapped address *is* that IPv4 address to the socket, so a range that allows one allows the other.
  if (!(address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress())) return false
  const mapped = address.toIPv4Address()
  return ranges.some((range) => isWithin(mapped, range))
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, [network, bits]: AddressRange): boolean {
  if (address instanceof ipaddr.IPv4) return network instanceof ipaddr.IPv4 && address.match(network, bits)
  return network instanceof ipaddr.IPv6 && address.match(network, bits)
}
