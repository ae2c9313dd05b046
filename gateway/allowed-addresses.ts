import type { KeyLimits } from '@/lib/core/key-limits'
import { AddressRanges, readAddress } from '@/lib/inbound/address-ranges'

/** Addresses whose answer is remembered for one key. */
const MOST_ANSWERS = 256

interface Ready {
  readonly ranges: AddressRanges
  readonly answers: Map<string, boolean>
}

/** A key's ranges are made ready once, for as long as they are its ranges: a change of its limits brings new ones. */
const ready = new WeakMap<KeyLimits, Ready>()

/**
 * Whether a key with these limits may be used from an address. One that cannot be read is in no range. A key's callers are
 * few and come again and again, and to look an address up in ranges takes longer than the rest of a judgement.
 */
export function isAddressAllowed(limits: KeyLimits | undefined, address: string): boolean {
  if (limits === undefined || limits.addresses.length === 0) return true
  const { ranges, answers } = ready.get(limits) ?? makeReady(limits)
  let answer = answers.get(address)
  if (answer === undefined) {
    const readable = readAddress(address)
    answer = readable !== undefined && ranges.has(readable)
    if (answers.size >= MOST_ANSWERS) answers.clear()
    answers.set(address, answer)
  }
  return answer
}

function makeReady(limits: KeyLimits): Ready {
  const made = { ranges: new AddressRanges(limits.addresses), answers: new Map<string, boolean>() }
  ready.set(limits, made)
  return made
}
