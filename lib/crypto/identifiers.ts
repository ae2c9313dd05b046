import { randomBytes } from 'node:crypto'
import { ID_PREFIXES, type Id, type IdKind, type NewId } from '@/lib/core/identifiers'

/** The largest moment that 48 bits hold (RFC 9562 §5.7), the year 10889. */
const LAST_MILLISECOND = 2 ** 48 - 1
const COUNTER_BITS = 12

/**
 * Makes the ids of one piece of work, all of them stamped with its moment: UUIDv7, so that they sort by when they were
 * made. Within one moment a counter keeps them in the order of their making (RFC 9562 §6.2, method 1); 62 random bits
 * keep those of two pieces of work apart.
 */
export function newIdAt(now: Date): NewId {
  let millisecond = now.getTime()
  if (!(millisecond >= 0 && millisecond <= LAST_MILLISECOND))
    throw new RangeError('An id is made at a moment after 1970')
  let counter = seedCounter()
  return <K extends IdKind>(kind: K): Id<K> => {
    if (counter >= 2 ** COUNTER_BITS) {
      millisecond += 1
      counter = seedCounter()
    }
    const uuid = uuidV7(millisecond, counter)
    counter += 1
    return `${ID_PREFIXES[kind]}_${uuid}`
  }
}

/** Random, yet in the lower half of its range, so that there is room to count. */
const seedCounter = () => randomBytes(2).readUInt16BE() & (2 ** (COUNTER_BITS - 1) - 1)

function uuidV7(millisecond: number, counter: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(millisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
