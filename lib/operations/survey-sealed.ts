import { z } from 'zod'
import { ok } from '@/lib/core/result'
import { type SealedCount, type SealedStanding, standingOf } from '@/lib/core/sealed-texts'
import type { KeyEncryptionKeys } from '@/lib/crypto/sealing'
import { countSealed } from '@/lib/db/sealed-texts'
import { accountOperation } from '@/lib/operations/operation'

export interface SurveyedCount extends SealedCount {
  readonly standing: SealedStanding
}

/** What is sealed with which key, in every organization, and where that stands: for an operator's commands, and before the portal answers. */
export const surveySealed = accountOperation({
  input: z.object({}),
  run: async ({ tx, keks }) => ok(surveyed(await countSealed(tx), keks)),
})

function surveyed(counts: readonly SealedCount[], keks: KeyEncryptionKeys): SurveyedCount[] {
  const keys = { current: keks.current.kid, known: new Set(keks.all.keys()), lost: keks.lost ?? new Set() }
  return counts.map((count) => ({ ...count, standing: standingOf(count.key, keys) }))
}
