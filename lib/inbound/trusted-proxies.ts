import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { AddressRanges, readAddress } from './address-ranges'

/** No request comes by more proxies than this; a longer list is somebody's invention, and to read it would be work for them. */
const MOST_PROXIES = 32

/**
 * What `AURA_TRUSTED_PROXIES` says, to portal and gateway alike: address ranges with commas between them, and those among them that are none.
 * With whole addresses, for `10/8` would be read as `0.0.0.10/8`.
 */
export function readTrustedProxies(value: string | undefined): {
  readonly ranges: readonly string[]
  readonly wrong: readonly string[]
} {
  const ranges = (value ?? '').split(',').flatMap((range) => range.trim() || [])
  const isRange = (range: string) =>
    ipaddr.isValidCIDR(range) && isIP(range.replace(/\/.*/, '')) !== 0 && !range.includes('%')
  return { ranges, wrong: ranges.filter((range) => !isRange(range)) }
}

/** Where a request came from, as the app is told. */
export interface Forwarding {
  /** The addresses from the caller's to our peer's, as far as they may be believed: `X-Forwarded-For`. */
  readonly addresses: string
  /** Whether the peer may say by which scheme, and to which host, the request came to it. */
  readonly isTrusted: boolean
}

/**
 * The proxies in front whose `X-Forwarded-For` is believed. The caller is the last address on the way that is not one of
 * theirs: whatever stands before it, the caller may have written, and so may they what stands before something that is no
 * address. No other header says where a request came from (`Forwarded` and `X-Real-IP` are not read).
 */
export class TrustedProxies {
  /** Undefined where there are none: then the peer is the caller, and nothing has to be read. */
  readonly #ranges: AddressRanges | undefined

  constructor(ranges: readonly string[]) {
    this.#ranges = ranges.length > 0 ? new AddressRanges(ranges) : undefined
  }

  /** Takes the socket's address and all lines of `X-Forwarded-For`, with commas between them. Empty when nothing is known. */
  callerAddress(peer: string | undefined, forwardedFor: string): string {
    return this.#ranges ? (this.#wayOf(peer, forwardedFor)[0] ?? '') : (peer ?? '')
  }

  forwarding(peer: string | undefined, forwardedFor: string): Forwarding {
    const way = this.#wayOf(peer, forwardedFor)
    const nearest = way.at(-1)
    return {
      addresses: way.length > 0 ? way.join(', ') : 'unknown',
      isTrusted: nearest !== undefined && this.#trusts(nearest),
    }
  }

  /** From the caller to our peer. */
  #wayOf(peer: string | undefined, forwardedFor: string): readonly string[] {
    const way: string[] = []
    let address = readAddress(peer ?? '')
    let rest = forwardedFor
    while (address !== undefined) {
      way.unshift(address)
      if (rest === '' || way.length > MOST_PROXIES || !this.#trusts(address)) break
      const comma = rest.lastIndexOf(',')
      address = addressOf(rest.slice(comma + 1).trim())
      rest = comma === -1 ? '' : rest.slice(0, comma)
    }
    return way
  }

  #trusts(address: string): boolean {
    return this.#ranges?.has(address) ?? false
  }
}

/** Some proxies write the port as well, and an IPv6 address in brackets then. */
function addressOf(text: string): string | undefined {
  const bracketed = /^\[([^\]]+)\](?::[0-9]{1,5})?$/.exec(text)
  if (bracketed) return readAddress(bracketed[1] as string)
  const [, address] = /^([0-9.]+):[0-9]{1,5}$/.exec(text) ?? []
  return readAddress(address ?? text)
}
