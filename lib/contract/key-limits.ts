import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { KeyLimits } from '@/lib/core/key-limits'
import { LIMITS } from '@/lib/core/limits'

/**
 * An address or a range in its one spelling, which a gateway compares with: always with its length, IPv6 as RFC 5952 has it, and an IPv4
 * address in IPv6 clothes as IPv4. A range with bits beyond its length is no range: whoever typed it may have meant either of two.
 */
const addressRange = z
  .string()
  .trim()
  .transform((typed, context) => {
    const read = readRange(typed)
    if ('range' in read) return read.range
    context.addIssue({ code: 'custom', message: read.wrong, input: typed })
    return z.NEVER
  })

function readRange(typed: string): { readonly range: string } | { readonly wrong: string } {
  const [text = '', length, ...more] = typed.split('/')
  const address = parseAddress(text)
  if (!address || more.length > 0)
    return { wrong: `“${typed}” is no address or range. Enter one such as 10.1.2.3, 10.1.0.0/16 or 2001:db8::/32.` }
  const widest = address.kind() === 'ipv4' ? 32 : 128
  if (length !== undefined && (!/^(?:0|[1-9][0-9]{0,2})$/.test(length) || Number(length) > widest))
    return { wrong: `“${typed}” ends in no length: after “/” comes a number from 0 to ${widest}.` }
  const bits = length === undefined ? widest : Number(length)
  const range = spelled(address, bits)
  const network = spelled(networkOf(address, bits), bits)
  return range === network
    ? { range }
    : { wrong: `“${typed}” says more than its range. Enter ${network} for the range, or ${text} for this one address.` }
}

/** IPv6 with an IPv4 address at its end and nothing before it: deprecated by RFC 4291, and ipaddr.js takes it for an IPv4-mapped one. */
const COMPATIBLE = /^::\d+\.\d+\.\d+\.\d+$/

/** Only the common forms: ipaddr.js also takes hexadecimal and octal ones, in which 010.0.0.1 is another address than it seems to be. */
function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  return !text.includes('%') && !COMPATIBLE.test(text) && ipaddr.IPv6.isValid(text)
    ? ipaddr.IPv6.parse(text)
    : undefined
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = address.toByteArray()
  return ipaddr.fromByteArray(
    bytes.map((byte, index) => byte & (0xff << Math.max(0, Math.min(8, (index + 1) * 8 - bits))) & 0xff),
  )
}

function spelled(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): string {
  if (!(address instanceof ipaddr.IPv6)) return `${address.toString()}/${bits}`
  return address.isIPv4MappedAddress() && bits >= 96
    ? `${address.toIPv4Address().toString()}/${bits - 96}`
    : `${address.toRFC5952String()}/${bits}`
}

const WHOLE = `Enter a whole number from 1 to ${LIMITS.requestsPerMinute.toLocaleString('en')}.`
const requests = z.int(WHOLE).min(1, WHOLE).max(LIMITS.requestsPerMinute, WHOLE)

const rate = z
  .object({
    requestsPerMinute: requests,
    /** Preset: a whole minute's worth. */
    burst: requests.optional(),
  })
  .transform(({ requestsPerMinute, burst = requestsPerMinute }) => ({ requestsPerMinute, burst }))

export const keyLimits = z.object({
  rate: rate.nullable(),
  addresses: z
    .array(addressRange)
    .transform((ranges) => [...new Set(ranges)])
    .refine(
      (ranges) => ranges.length <= LIMITS.addressesPerKey,
      `At most ${LIMITS.addressesPerKey} addresses and ranges.`,
    ),
}) satisfies z.ZodType<KeyLimits>
