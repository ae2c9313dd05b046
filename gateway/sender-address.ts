import ipaddr from 'ipaddr.js'

/** What one sender is counted by: an IPv4 address, or the /64 of an IPv6 address, of which anyone can have a whole one. */
export function senderAddress(callerAddress: string): string {
  if (!ipaddr.isValid(callerAddress)) return 'unknown'
  const address = ipaddr.process(callerAddress)
  if (address instanceof ipaddr.IPv4) return address.toString()
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
