import { AddressRanges, readAddress } from '@/gateway/address-ranges'
import type { KeyLimits } from '@/lib/core/key-limits'

/** A key's ranges are made ready once, for as long as they are its ranges: a change of its limits brings new ones. */
const compiled = new WeakMap<KeyLimits, AddressRanges>()

/** Whether a key with these limits may be used from an address. One that cannot be read is in no range. */
export function isAddressAllowed(limits: KeyLimits | undefined, address: string): boolean {
  if (limits === undefined || limits.addresses.length === 0) return true
  const readable = readAddress(address)
  if (readable === undefined) return false
  let ranges = compiled.get(limits)
  if (!ranges) {
    ranges = new AddressRanges(limits.addresses)
    compiled.set(limits, ranges)
  }
  return ranges.has(readable)
}
