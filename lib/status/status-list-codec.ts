import { deflateSync, inflateSync } from 'node:zlib'
import { STATUS_LIST_BYTES } from '@/lib/core/status-bits'
import { FeedFormatError } from '@/lib/status/feed-format-error'

/** A list as a snapshot carries it: base64 of the ZLIB form of its bits. Level 6: 4 ms for a million keys, where level 9 takes 46. */
export function encodeList(bits: Uint8Array): string {
  return deflateSync(bits, { level: 6 }).toString('base64')
}

/** Reads a list, and never inflates more than a list: what came over a wire may be a bomb. Throws `FeedFormatError`. */
export function decodeList(encoded: string): Uint8Array {
  const packed = Buffer.from(encoded, 'base64')
  if (packed.toString('base64') !== encoded) throw new FeedFormatError('malformed', 'a status list is not base64')
  let bits: Buffer
  try {
    bits = inflateSync(packed, { maxOutputLength: STATUS_LIST_BYTES })
  } catch (cause) {
    throw new FeedFormatError('malformed', 'a status list cannot be inflated', { cause })
  }
  if (bits.length !== STATUS_LIST_BYTES)
    throw new FeedFormatError('malformed', `a status list has ${bits.length} bytes`)
  // A copy of its own: a small Buffer may be a view of node's shared pool.
  return new Uint8Array(bits)
}
