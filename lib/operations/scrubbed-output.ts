import type { Writable } from 'node:stream'
import { scrub } from '@/lib/core/scrub'

/**
 * From now on nothing that opens something leaves by this output, whoever writes it: the framework reports errors in their own words, and a
 * library's error may quote what it was given.
 */
export function scrubOutput(output: Pick<Writable, 'write'>): void {
  const write = output.write.bind(output) as (...received: unknown[]) => boolean
  output.write = (chunk: string | Uint8Array, ...rest: unknown[]) => write(scrubbed(chunk), ...rest)
}

/** Bytes stay the bytes that they are: what is looked for is plain ASCII. */
const scrubbed = (chunk: string | Uint8Array): string | Uint8Array =>
  typeof chunk === 'string' ? scrub(chunk) : Buffer.from(scrub(Buffer.from(chunk).toString('latin1')), 'latin1')
