import { z } from 'zod'
import type { Origin } from '@/lib/core/events'
import type { OrganizationId } from '@/lib/core/identifiers'
import { ok, type Result } from '@/lib/core/result'
import { SEALED_KINDS } from '@/lib/core/sealed-texts'
import { awaitChangesUnderWay } from '@/lib/db/organizations'
import { accountOperation } from '@/lib/operations/operation'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { assertNoneMissing } from '@/lib/operations/refuse-missing-keys'
import { type ResealedBatch, resealBatch, type UnopenedText } from '@/lib/operations/reseal-batch'
import { type SurveyedCount, surveySealed } from '@/lib/operations/survey-sealed'

/** Someone goes on sealing with an old key when the work does not end after so many rounds: a portal with a file of its own. */
const ROUNDS = 3

export interface ResealProgress {
  /** What is worked on, and how many there were of it. */
  readonly of: SurveyedCount
  readonly done: number
}

type Failed = UnopenedText & Pick<SurveyedCount, 'slug' | 'kind' | 'key'>

interface Resealed {
  readonly resealed: number
  /** What did not open, and is as it was. */
  readonly unopened: readonly Failed[]
  /** What stands sealed now. */
  readonly survey: readonly SurveyedCount[]
}

/** What began before has ended. Whoever seals after this has read the key-encryption keys after this. */
const settle = accountOperation({
  input: z.object({ organizationId: z.custom<OrganizationId>((id) => typeof id === 'string') }),
  async run({ tx }, { organizationId }) {
    await awaitChangesUnderWay(tx, organizationId)
    return ok({})
  },
})

/**
 * Seals everything anew that another key than the current one has sealed, in batches, while portals run. May be killed at any moment and
 * begun again, and several may run at once. Throws MissingKeys before it touches anything when some of it could never be opened.
 */
export async function reseal(
  platform: Platform,
  origin: Origin,
  tell: (progress: ResealProgress) => void,
): Promise<Resealed> {
  const survey = async () => {
    const read = await performForAccount(platform, surveySealed, origin, {})
    if (!read.ok) throw new Error(read.failure.code)
    return read.value
  }
  let found = await survey()
  assertNoneMissing(found)
  let resealed = 0
  let unopened: readonly Failed[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = resealed
    const failed: Failed[] = []
    const left = found.filter(({ standing }) => standing === 'left')
    for (const organizationId of new Set(left.map((count) => count.organizationId))) {
      await performForAccount(platform, settle, origin, { organizationId })
      for (const kind of SEALED_KINDS)
        for (const of of left.filter((count) => count.organizationId === organizationId && count.kind === kind))
          resealed += await resealAll(of, failed)
    }
    unopened = failed
    found = await survey()
    if (resealed === before) break
  }
  return { resealed, unopened, survey: found }

  async function resealAll(of: SurveyedCount, failed: Failed[]): Promise<number> {
    const { organizationId, slug, kind, key } = of
    let done = 0
    for (let after = ''; ; ) {
      const batch: Result<ResealedBatch> = await performForAccount(platform, resealBatch, origin, {
        organizationId,
        kind,
        key,
        after,
      })
      if (!batch.ok) throw new Error(batch.failure.code)
      if (batch.value.last === null) return done
      done += batch.value.resealed
      failed.push(...batch.value.unopened.map((text) => ({ ...text, slug, kind, key })))
      after = batch.value.last
      tell({ of, done })
    }
  }
}
