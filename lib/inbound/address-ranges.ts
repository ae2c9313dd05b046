import { BlockList, isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

const MAPPED_PREFIX_BITS = 96

/** Address ranges such as `10.1.0.0/16`, made ready to be asked at every request. Throws when one of them is none. */
export class AddressRanges {
  // Apart, for one list would find each IPv4 address, as a mapped one, in `::/0` too.
  readonly #ipv4 = new BlockList()
  readonly #ipv6 = new BlockList()

  constructor(ranges: readonly string[]) {
    for (const range of ranges) {
      const [network, bits] = ipaddr.parseCIDR(range)
      if (network instanceof ipaddr.IPv4) this.#ipv4.addSubnet(network.toString(), bits, 'ipv4')
      else if (network.isIPv4MappedAddress() && bits >= MAPPED_PREFIX_BITS)
        this.#ipv4.addSubnet(network.toIPv4Address().toString(), bits - MAPPED_PREFIX_BITS, 'ipv4')
      else this.#ipv6.addSubnet(network.toString(), bits, 'ipv6')
    }
  }

  /** Takes what `readAddress` gives. */
  has(address: string): boolean {
    return address.includes(':') ? this.#ipv6.check(address, 'ipv6') : this.#ipv4.check(address, 'ipv4')
  }
}

/**
 * An address in its one spelling, or undefined for what is none. An IPv4 caller is one, though it came on a socket that
 * listens on IPv6 too; and a link-local one is known without the interface that it came in by.
 */
export function readAddress(text: string): string | undefined {
  const zone = text.indexOf('%')
  const address = zone === -1 ? text : text.slice(0, zone)
  switch (isIP(address)) {
    case 4:
      return address
    case 6:
      return ipaddr.process(address).toString()
    default:
      return undefined
  }
}
