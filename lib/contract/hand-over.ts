import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import type { ApiKeyId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'

/** One key or several, to one member. A key that is named twice is offered once. */
export const OfferApiKeysInput = z.object({
  apiKeyIds: z
    .array(idOf('apiKey'))
    .min(1, 'Choose at least one key.')
    .max(LIMITS.offersAtOnce, `At most ${LIMITS.offersAtOnce} keys at once.`)
    .transform((ids) => [...new Set(ids)]),
  toMembershipId: idOf('membership', 'Choose a member.'),
})

/** What came of each key: the offers that were made, and why the others were not. */
export interface OffersMadeView {
  readonly offered: readonly ApiKeyId[]
  readonly refused: readonly { readonly apiKeyId: ApiKeyId; readonly why: string }[]
  readonly to: string
}
