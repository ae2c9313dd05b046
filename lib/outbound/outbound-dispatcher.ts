import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector } from 'undici'
import {
  type AddressRange,
  isAddressAllowed,
  OutboundAddressRefused,
  parseAddressRanges,
} from '@/lib/outbound/address-rules'

export type LookupAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface OutboundOptions {
  /** Ranges beyond the public addresses that may be connected to, such as `127.0.0.0/8`. */
  readonly allow: readonly string[]
  readonly connectMilliseconds?: number
  /** From the end of the request to the beginning of the answer. */
  readonly headersMilliseconds?: number
  /** Between two pieces of the answer's body; 0 for streams, which may be silent. */
  readonly bodyMilliseconds?: number
  readonly lookup?: LookupAll
}

/**
 * The one client that talks to addresses which people typed. Each connection resolves the name itself and connects to
 * what it has checked, so that there is no moment between check and connect in which the name could change. Redirects
 * are not followed: undici does so only when asked.
 */
export function createOutboundDispatcher(options: OutboundOptions): Agent {
  const {
    connectMilliseconds = 10_000,
    headersMilliseconds = 300_000,
    bodyMilliseconds = 0,
    lookup = systemLookup as LookupAll,
  } = options
  const allowed = parseAddressRanges(options.allow)
  const connect = buildConnector({
    timeout: connectMilliseconds,
    allowH2: false,
    lookup: (hostname, wanted, callback) => checkedLookup(lookup, allowed, hostname, wanted, callback),
  })
  return new Agent({
    headersTimeout: headersMilliseconds,
    bodyTimeout: bodyMilliseconds,
    connect(target, callback) {
      // A literal address is never looked up.
      if (isIP(target.hostname) !== 0 && !isAddressAllowed(target.hostname, allowed)) {
        callback(new OutboundAddressRefused(target.hostname, target.hostname), null)
        return
      }
      connect(target, callback)
    },
  })
}

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

function checkedLookup(
  lookup: LookupAll,
  allowed: readonly AddressRange[],
  hostname: string,
  wanted: LookupOptions,
  callback: LookupCallback,
): void {
  lookup(hostname, { ...wanted, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    // One refused address refuses the name: a name with a private address among public ones is not an honest mistake.
    const refused = addresses.find(({ address }) => !isAddressAllowed(address, allowed))
    if (refused) return callback(new OutboundAddressRefused(refused.address, hostname), '')
    const first = addresses[0]
    if (wanted.all || !first) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
