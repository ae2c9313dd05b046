import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'

/** What gateways send (docs/architecture.md, "The feed, version 1"). */
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
