import { LIMITS } from '@/lib/core/limits'
import { STATUS_LIST_BYTES, setStatusBits, statusBits } from '@/lib/core/status-bits'
import { STATUS_VALUES, type StatusValue } from '@/lib/core/status-value'

/** Most lists that a set holds: a billion keys, 256 MiB. What names a position beyond it is refused, not allocated. */
export const MAXIMUM_LISTS = 16_384
export const MAXIMUM_POSITIONS = MAXIMUM_LISTS * LIMITS.statusListPositions

/**
 * The status of every position of one organization. Sticky within one epoch: a revoked position stays revoked and
 * `issuedBelow` never falls, whatever is set or merged afterwards. So neither a restored backup nor a lying portal
 * revives a key; only another set, that of a new epoch, does.
 */
export class StatusSet {
  #lists: (Uint8Array | undefined)[] = []
  #issuedBelow = 0

  get issuedBelow(): number {
    return this.#issuedBelow
  }

  /** The value of a position, or undefined for one that was never given out. */
  get(position: number): StatusValue | undefined {
    if (!(position < this.#issuedBelow)) return undefined
    const list = this.#lists[Math.floor(position / LIMITS.statusListPositions)]
    return list ? statusBits(list, position % LIMITS.statusListPositions) : STATUS_VALUES.valid
  }

  issue(below: number): void {
    if (below > this.#issuedBelow) this.#issuedBelow = below
  }

  set(position: number, value: StatusValue): void {
    if (!Number.isInteger(position) || position < 0 || position >= MAXIMUM_POSITIONS)
      throw new RangeError(`position ${position}`)
    const index = Math.floor(position / LIMITS.statusListPositions)
    let list = this.#lists[index]
    if (!list) {
      if (value === STATUS_VALUES.valid) return
      list = new Uint8Array(STATUS_LIST_BYTES)
      while (this.#lists.length < index) this.#lists.push(undefined)
      this.#lists[index] = list
    }
    const offset = position % LIMITS.statusListPositions
    if (statusBits(list, offset) !== STATUS_VALUES.revoked) setStatusBits(list, offset, value)
  }

  /** Takes over a newer view, except where this one knows better: what is revoked here stays revoked. */
  merge(newer: StatusSet): StatusSet {
    const merged = new StatusSet()
    merged.#issuedBelow = Math.max(this.#issuedBelow, newer.#issuedBelow)
    const count = Math.max(this.#lists.length, newer.#lists.length)
    for (let index = 0; index < count; index += 1) {
      merged.#lists.push(mergeLists(this.#lists[index], newer.#lists[index]))
    }
    return merged
  }

  /** The lists in order; undefined where all of a list is valid. The arrays are the set's own: do not write to them. */
  lists(): readonly (Uint8Array | undefined)[] {
    return this.#lists
  }

  static from(issuedBelow: number, lists: readonly (Uint8Array | undefined)[]): StatusSet {
    if (lists.length > MAXIMUM_LISTS) throw new RangeError(`${lists.length} status lists`)
    const set = new StatusSet()
    set.#issuedBelow = issuedBelow
    set.#lists = lists.map((list) => (list?.some((byte) => byte !== 0) ? list.slice() : undefined))
    return set
  }
}

function mergeLists(older: Uint8Array | undefined, newer: Uint8Array | undefined): Uint8Array | undefined {
  if (!older) return newer?.slice()
  const merged = newer?.slice() ?? new Uint8Array(STATUS_LIST_BYTES)
  for (let at = 0; at < STATUS_LIST_BYTES; at += 1) {
    const before = older[at] as number
    // Bit pairs that are exactly 01, revoked: the low bit set, the high bit not.
    const revoked = before & ~(before >> 1) & 0b01010101
    if (revoked !== 0) merged[at] = ((merged[at] as number) & ~(revoked * 0b11)) | revoked
  }
  return merged
}
