import type { Origin } from '@/lib/core/events'
import { isServerAway } from '@/lib/db/server-away'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { type SurveyedCount, surveySealed } from '@/lib/operations/survey-sealed'

/** What stands sealed can't be opened with the keys at hand. The message is for the operator. */
export class MissingKeys extends Error {
  readonly code = 'missing_keys'
}

/**
 * Before a portal answers: a key-encryption key that was taken out of its file too early is missed now, by its name, and not one by one by whoever
 * needs what it sealed. While Postgres is away there is nothing to ask; whatever does not open then says so by itself.
 */
export async function refuseMissingKeys(platform: Platform, origin: Origin): Promise<void> {
  try {
    const survey = await performForAccount(platform, surveySealed, origin, {})
    if (survey.ok) assertNoneMissing(survey.value)
  } catch (error) {
    if (!isServerAway(error)) throw error
  }
}

/** Throws MissingKeys, with what each of them sealed. */
export function assertNoneMissing(survey: readonly SurveyedCount[]): void {
  const missing = survey.filter(({ standing }) => standing === 'missing')
  if (missing.length === 0) return
  const lines = [...new Set(missing.map(({ key }) => key))].map(
    (missed) => `  - “${missed}”: ${describeCounts(missing.filter(({ key }) => key === missed))}`,
  )
  throw new MissingKeys(
    `AURA_KEK_FILE lacks keys that are still needed:\n${lines.join('\n')}\nPut them back behind the first one. Of a key that is lost for good, set its name in AURA_LOST_KEKS: what it sealed stays closed.`,
  )
}

const NOUNS = {
  signing_key: ['signing key', 'signing keys'],
  app: ['upstream secret', 'upstream secrets'],
  identity_provider: ['client secret', 'client secrets'],
  webhook_secret: ['signing secret of a webhook', 'signing secrets of webhooks'],
  secret_version: ['version of a secret', 'versions of secrets'],
} as const satisfies Readonly<Record<SurveyedCount['kind'], readonly [string, string]>>

/** "3 signing keys of acme, 1 upstream secret of zenith". */
export const describeCounts = (counts: readonly SurveyedCount[]): string =>
  counts
    .map(({ kind, slug, count }) => `${count.toLocaleString('en')} ${NOUNS[kind][count === 1 ? 0 : 1]} of ${slug}`)
    .join(', ')
