import { type DestinationStream, type Logger, pino } from 'pino'
import type { LOG_LEVELS } from '@/gateway/env'
import { scrub } from '@/lib/core/scrub'

export type Log = Logger

/** Lines of JSON on standard output, each scrubbed as a whole after it was written: no field can be forgotten. */
export function createLog(level: (typeof LOG_LEVELS)[number], destination?: DestinationStream): Log {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: scrub } }
  return destination ? pino(options, destination) : pino(options)
}
