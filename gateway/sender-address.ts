import ipaddr from 'ipaddr.js'

/** What one sender is counted by: an IPv4 address, or the /64 of an IPv6 address, of which anyone can have a whole one. */
export function senderAddress(remoteAddress: string | undefined): string {
  if (!remoteAddress || !ipaddr.isValid(remoteAddress)) return 'unknown'
  const address = ipaddr.process(remoteAddress)
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
