import { z } from 'zod'

/** What came of one attempt at a mail that lets somebody in. One that is pending is tried again; one that has failed is not. */
export const AccountMailOutcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('sent'), error: z.null() }),
  z.object({ state: z.enum(['pending', 'failed']), error: z.string() }),
])
export type AccountMailOutcome = z.infer<typeof AccountMailOutcome>
