import { LIMITS } from '@/lib/core/limits'
import type { StatusValue } from '@/lib/core/status-value'

/** Bytes of one status list: two bits for each of its positions. */
export const STATUS_LIST_BYTES = LIMITS.statusListPositions / 4

/** The value at an offset of one list. The least significant bits of a byte come first (IETF Token Status List §4.1). */
export function statusBits(bits: Uint8Array, offset: number): StatusValue {
  return (((bits[offset >> 2] as number) >> ((offset & 3) * 2)) & 0b11) as StatusValue
}

/** Sets the value at an offset of one list, in place. What may follow what is the caller's question. */
export function setStatusBits(bits: Uint8Array, offset: number, value: StatusValue): void {
  const shift = (offset & 3) * 2
  bits[offset >> 2] = ((bits[offset >> 2] as number) & ~(0b11 << shift)) | (value << shift)
}
