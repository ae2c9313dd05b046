import { crc32 } from 'node:zlib'
import type { PublicKeyJwk } from '@/lib/core/changes'
import { type GatewayInstanceId, isId } from '@/lib/core/identifiers'
import type { PersistedLease } from '@/lib/status/lease'

/**
 * One file: a header of exactly 4,096 bytes, then records. The header says how many bytes of records count, so that a
 * file cut anywhere, at the border of two records too, is known to be short; what lies behind was never acknowledged.
 * Every byte that counts is under a checksum, the header's padding included.
 *
 *   header  = checksum of the rest (4 bytes, big-endian) · JSON · spaces up to 4,096 bytes
 *   record  = length of the JSON (4) · checksum of the JSON (4) · JSON
 */
export const HEADER_BYTES = 4_096
const RECORD_OVERHEAD_BYTES = 8
const FORMAT = 'aura-gateway-journal/1'

export interface JournalHeader {
  readonly instance: GatewayInstanceId
  /** The boot in which the instance got its id. */
  readonly boot: string | null
  /** The organization's epoch key as it was at the first contact. */
  readonly pinnedKey: PublicKeyJwk
  readonly epoch: number
  readonly seq: number
  /** Bytes of records that count. */
  readonly length: number
  readonly lease: PersistedLease | null
}

/** Why a journal is not trusted. A gateway without a trusted one refuses everything until the portal has answered. */
export class JournalDamaged extends Error {
  readonly code = 'journal_damaged'

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'JournalDamaged'
  }
}

export function encodeHeader(header: JournalHeader): Buffer {
  const block = Buffer.alloc(HEADER_BYTES, ' ')
  const text = Buffer.from(JSON.stringify({ format: FORMAT, ...header }))
  if (text.length > HEADER_BYTES - 4) throw new RangeError(`a journal header of ${text.length} bytes`)
  text.copy(block, 4)
  block.writeUInt32BE(crc32(block.subarray(4)), 0)
  return block
}

export function decodeHeader(file: Buffer): JournalHeader {
  if (file.length < HEADER_BYTES) throw new JournalDamaged('it is shorter than its header')
  const block = file.subarray(0, HEADER_BYTES)
  if (block.readUInt32BE(0) !== crc32(block.subarray(4)))
    throw new JournalDamaged('its header does not match its checksum')
  const header = parseJson(block.subarray(4)) as Record<string, unknown>
  // The checksum vouches that we wrote this, but perhaps another version of us did.
  if (header.format !== FORMAT || !isId('gatewayInstance', header.instance))
    throw new JournalDamaged('it is of another format')
  const { format: _, ...members } = header
  return members as unknown as JournalHeader
}

export function encodeRecord(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value))
  const record = Buffer.allocUnsafe(RECORD_OVERHEAD_BYTES + text.length)
  record.writeUInt32BE(text.length, 0)
  record.writeUInt32BE(crc32(text), 4)
  text.copy(record, RECORD_OVERHEAD_BYTES)
  return record
}

/** The records of a region that must hold nothing but whole ones. */
export function decodeRecords(region: Buffer): unknown[] {
  const records: unknown[] = []
  let at = 0
  while (at < region.length) {
    if (region.length - at < RECORD_OVERHEAD_BYTES) throw new JournalDamaged('a record is cut short')
    const length = region.readUInt32BE(at)
    const text = region.subarray(at + RECORD_OVERHEAD_BYTES, at + RECORD_OVERHEAD_BYTES + length)
    if (text.length !== length) throw new JournalDamaged('a record is cut short')
    if (region.readUInt32BE(at + 4) !== crc32(text)) throw new JournalDamaged('a record does not match its checksum')
    records.push(parseJson(text))
    at += RECORD_OVERHEAD_BYTES + length
  }
  return records
}

function parseJson(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString())
  } catch (cause) {
    throw new JournalDamaged('what it holds is not JSON', { cause })
  }
}
