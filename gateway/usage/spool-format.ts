import { crc32 } from 'node:zlib'
import type { Caller, Count, SampledRequest, Use } from '@/gateway/usage/key-tally'
import type { Counted, Gap } from '@/gateway/usage/usage-tally'
import { type AppId, isId } from '@/lib/core/identifiers'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/**
 * A file of the spool: records of one length and checksum each, the first of which is its header. A file may be cut
 * anywhere; the records before the cut are whole.
 *
 *   record = length of the JSON (4 bytes, big-endian) · checksum of the JSON (4) · JSON
 */
const RECORD_OVERHEAD_BYTES = 8
const FORMAT = 'aura-gateway-usage/1'

export interface SpoolHeader {
  /** Files, by their order, whose contents this one has taken over. They do not count where this one does. */
  readonly replaces: readonly number[]
  /** Of sealed files: the spool that their batches are numbered in. */
  readonly spool: string | null
  /** What is counted in here is not older, by the portal's clock. */
  readonly begins: number
}

/** What a record holds: some keys and gaps, and in a sealed file the number of the batch that they are. */
export interface SpoolRecord {
  readonly number: number
  /** When it was written, by the portal's clock. */
  readonly at: number
  readonly keys: readonly Counted[]
  readonly gaps: readonly Gap[]
}

export const encodeHeader = (header: SpoolHeader): Buffer => encode({ format: FORMAT, ...header })

/** Names of members are left out: they would be most of the file. */
export const encodeRecord = ({ number, at, keys, gaps }: SpoolRecord): Buffer =>
  encode([
    number,
    at,
    keys.map(({ key, counts, used, knocked, callers, requests }) => [
      key,
      counts.map(({ app, hour, verdict, n }) => [app, hour, verdict, n]),
      [used, knocked].map((use) => (use ? [use.at, use.address, use.agent, use.verdict] : 0)),
      callers.map(({ address, agent, first, last, n, verdict }) => [address, agent, first, last, n, verdict]),
      requests.map(({ at, method, path, verdict, status, ms, address }) => [
        at,
        method,
        path,
        verdict,
        status,
        ms,
        address,
      ]),
    ]),
    gaps.map(({ begins, ends, reason }) => [begins, ends, reason]),
  ])

function encode(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value))
  const record = Buffer.allocUnsafe(RECORD_OVERHEAD_BYTES + text.length)
  record.writeUInt32BE(text.length, 0)
  record.writeUInt32BE(crc32(text), 4)
  text.copy(record, RECORD_OVERHEAD_BYTES)
  return record
}

/** The texts of the records that are whole, one after another; `length` is where they end. */
export function readTexts(bytes: Buffer): { readonly texts: readonly Buffer[]; readonly length: number } {
  const texts: Buffer[] = []
  let at = 0
  while (bytes.length - at >= RECORD_OVERHEAD_BYTES) {
    const end = at + RECORD_OVERHEAD_BYTES + bytes.readUInt32BE(at)
    if (end > bytes.length) break
    const text = bytes.subarray(at + RECORD_OVERHEAD_BYTES, end)
    if (bytes.readUInt32BE(at + 4) !== crc32(text)) break
    texts.push(text)
    at = end
  }
  return { texts, length: at }
}

/** Undefined for what another version of us has written, or nobody. */
export function decodeHeader(text: Buffer): SpoolHeader | undefined {
  const value = parse(text)
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== FORMAT) return undefined
  const { replaces, spool, begins } = value as Record<string, unknown>
  if (!Array.isArray(replaces) || !replaces.every(isNumber) || !isNumber(begins)) return undefined
  return spool === null || typeof spool === 'string' ? { replaces, spool, begins } : undefined
}

/** Undefined for a record that does not have the shape: its checksum says that we wrote it, but perhaps as another version. */
export function decodeRecord(text: Buffer): SpoolRecord | undefined {
  try {
    const [number, at, keys, gaps] = listOf(parse(text))
    return {
      number: numberOf(number),
      at: numberOf(at),
      keys: listOf(keys).map(countedOf),
      gaps: listOf(gaps).map((gap) => {
        const [begins, ends, reason] = listOf(gap)
        if (reason !== 'killed' && reason !== 'disk_full') throw new NotOurShape()
        return { begins: numberOf(begins), ends: numberOf(ends), reason }
      }),
    }
  } catch (error) {
    if (error instanceof NotOurShape) return undefined
    throw error
  }
}

class NotOurShape extends Error {}

function countedOf(value: unknown): Counted {
  const [key, counts, uses, callers, requests] = listOf(value)
  const [used, knocked] = listOf(uses).map(useOf)
  if (key !== '' && !isId('apiKey', key)) throw new NotOurShape()
  return {
    key,
    counts: listOf(counts).map((count): Count => {
      const [app, hour, verdict, n] = listOf(count)
      return { app: appOf(app), hour: numberOf(hour), verdict: verdictOf(verdict), n: numberOf(n) }
    }),
    used,
    knocked,
    callers: listOf(callers).map((caller): Caller => {
      const [address, agent, first, last, n, verdict] = listOf(caller)
      return {
        address: textOf(address),
        agent: textOf(agent),
        first: numberOf(first),
        last: numberOf(last),
        n: numberOf(n),
        verdict: verdictOf(verdict),
      }
    }),
    requests: listOf(requests).map((request): SampledRequest => {
      const [at, method, path, verdict, status, ms, address] = listOf(request)
      return {
        at: numberOf(at),
        method: textOf(method),
        path: textOf(path),
        verdict: verdictOf(verdict),
        status: numberOf(status),
        ms: numberOf(ms),
        address: textOf(address),
      }
    }),
  }
}

function useOf(value: unknown): Use | undefined {
  if (value === 0) return undefined
  const [at, address, agent, verdict] = listOf(value)
  return { at: numberOf(at), address: textOf(address), agent: textOf(agent), verdict: verdictOf(verdict) }
}

function parse(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString())
  } catch {
    return undefined
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function numberOf(value: unknown): number {
  if (!isNumber(value)) throw new NotOurShape()
  return value
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new NotOurShape()
  return value
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new NotOurShape()
  return value
}

function appOf(value: unknown): AppId | '' {
  if (value !== '' && !isId('app', value)) throw new NotOurShape()
  return value
}

function verdictOf(value: unknown): Verdict {
  if (typeof value !== 'string' || !Object.hasOwn(VERDICTS, value)) throw new NotOurShape()
  return value as Verdict
}
