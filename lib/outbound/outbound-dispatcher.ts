import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns'
import { isIP } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { isAddressAllowed, isInRanges, OutboundAddressRefused, parseAddressRanges } from '@/lib/outbound/address-rules'

export type LookupAll = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

export interface OutboundOptions {
  /** Ranges beyond the public addresses that may be connected to, such as `127.0.0.0/8`. */
  readonly allow: readonly string[]
  /** Without TLS only to those ranges, which the operator vouches for, and never across the public network. */
  readonly plainOnlyWhereAllowed?: boolean
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
  const connecting = (isFit: IsFit) => {
    const connect = buildConnector({
      timeout: connectMilliseconds,
      allowH2: false,
      lookup: (hostname, wanted, callback) => checkedLookup(lookup, isFit, hostname, wanted, callback),
    })
    return { isFit, connect }
  }
  const anywhere = connecting((address) => isAddressAllowed(address, allowed))
  const plainly = options.plainOnlyWhereAllowed ? connecting((address) => isInRanges(address, allowed)) : anywhere
  return new Agent({
    headersTimeout: headersMilliseconds,
    bodyTimeout: bodyMilliseconds,
    connect(target, callback) {
      const { isFit, connect } = target.protocol === 'http:' ? plainly : anywhere
      // A literal address is never looked up.
      if (isIP(target.hostname) !== 0 && !isFit(target.hostname)) {
        callback(new OutboundAddressRefused(target.hostname, target.hostname), null)
        return
      }
      connect(target, callback)
    },
  })
}

type IsFit = (address: string) => boolean
type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

function checkedLookup(
  lookup: LookupAll,
  isFit: IsFit,
  hostname: string,
  wanted: LookupOptions,
  callback: LookupCallback,
): void {
  lookup(hostname, { ...wanted, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    // One refused address refuses the name: a name with a private address among public ones is not an honest mistake.
    const refused = addresses.find(({ address }) => !isFit(address))
    if (refused) return callback(new OutboundAddressRefused(refused.address, hostname), '')
    const first = addresses[0]
    if (wanted.all || !first) return callback(null, addresses)
    callback(null, first.address, first.family)
  })
}
