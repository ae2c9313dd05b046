import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { ID_PREFIXES, isId } from '@/lib/core/identifiers'
import { USAGE_LIMITS } from '@/lib/core/usage'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'

/** What gateways send (docs/architecture.md, "The feed, version 2"). */
const seq = z.int().min(0)
const epoch = z.int().min(1)
const instance = idOf('gatewayInstance')

export const SnapshotInput = z.object({})
export const ChangesInput = z.object({ epoch, after: seq })
export const LeaseInput = z.object({
  instance,
  software: z.string().min(1).max(100),
  /** Milliseconds since 1970 by the gateway's clock. */
  sentAt: z.number().min(0).max(8.64e15),
  appliedSeq: seq,
  epoch,
})
export const AcknowledgementInput = z.object({ instance, epoch, seq })
export const ReleaseInput = z.object({ instance })

const verdict = z.enum(Object.keys(VERDICTS) as [Verdict, ...Verdict[]])
const moment = z.int().min(0).max(8.64e15)
const many = z.int().min(1)
/** An id, or empty where there is none: no app at that address, no signature that vouches for a key. */
const appOrNone = z
  .string()
  .refine(
    (value) => value === '' || isId('app', value),
    `Neither empty nor an id that begins with ${ID_PREFIXES.app}_.`,
  )
const keyOrNone = z
  .string()
  .refine(
    (value) => value === '' || isId('apiKey', value),
    `Neither empty nor an id that begins with ${ID_PREFIXES.apiKey}_.`,
  )
/** Text that a database can keep: JSON has characters that it has not. */
const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), 'This text has characters that cannot be kept.')
const address = text(64)
const agent = text(USAGE_LIMITS.agentCharacters)
const MOST_ROWS = 50_000

/** What a gateway counted; moments are milliseconds since 1970 by the portal's clock. */
export const UsageInput = z.object({
  instance,
  /** A batch is counted once, however often it is delivered. */
  batch: z.object({ spool: z.uuid(), number: z.int().min(1) }),
  counts: z
    .array(
      z.object({
        key: keyOrNone,
        app: appOrNone,
        /** Hours since 1970. */ hour: z.int().min(0).max(10_000_000),
        verdict,
        n: many,
      }),
    )
    .max(MOST_ROWS),
  uses: z.array(z.object({ key: idOf('apiKey'), at: moment, address, agent, verdict })).max(MOST_ROWS),
  callers: z
    .array(z.object({ key: idOf('apiKey'), address, agent, first: moment, last: moment, n: many, verdict }))
    .max(MOST_ROWS),
  requests: z
    .array(
      z.object({
        key: idOf('apiKey'),
        at: moment,
        method: text(32),
        path: text(USAGE_LIMITS.pathCharacters),
        verdict,
        status: z.int().min(0).max(999),
        ms: z.int().min(0).max(2_147_483_647),
        address,
      }),
    )
    .max(MOST_ROWS),
  gaps: z.array(z.object({ begins: moment, ends: moment, reason: z.enum(['killed', 'disk_full']) })).max(1_000),
})
