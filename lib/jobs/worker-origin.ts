import { randomUUID } from 'node:crypto'
import type { Origin } from '@/lib/core/events'

/** Where it comes from that the worker does something. */
export const workerOrigin = (): Origin => ({ address: null, agent: 'worker', requestId: randomUUID() })
