import type { Origin } from '@/lib/core/events'
import type { SealedStanding } from '@/lib/core/sealed-texts'
import { type Platform, performForAccount } from '@/lib/operations/perform'
import { assertNoneMissing, describeCounts } from '@/lib/operations/refuse-missing-keys'
import { type ResealProgress, reseal } from '@/lib/operations/reseal'
import { type SurveyedCount, surveySealed } from '@/lib/operations/survey-sealed'

/** Exit codes of the operator's commands. */
const DONE = 0
const SOME_LEFT = 3

/** Where nobody watches, progress is said this often, in milliseconds. */
const LINE_MILLISECONDS = 10_000

/** What was not sealed anew is listed up to here. */
const MOST_LISTED = 20

/** Seals everything with the first key, and says how far it is. */
export async function resealWithProgress(platform: Platform, origin: Origin): Promise<number> {
  const show = progressOn(process.stdout)
  const { resealed, unopened, survey } = await reseal(platform, origin, show)
  console.log(`${resealed.toLocaleString('en')} sealed anew with “${platform.keks.current.kid}”.`)
  if (unopened.length > 0) {
    console.error(`${unopened.length.toLocaleString('en')} did not open, and stay as they are:`)
    for (const { slug, kind, id, key, reason } of unopened.slice(0, MOST_LISTED))
      console.error(`  ${slug}: ${kind} ${id}, sealed with “${key}”: ${REASONS[reason]}`)
  }
  return conclude(platform, survey)
}

/** Says what is sealed with which key. Throws MissingKeys when some of it has a key that is not at hand. */
export async function showSealed(platform: Platform, origin: Origin): Promise<number> {
  const survey = await performForAccount(platform, surveySealed, origin, {})
  if (!survey.ok) throw new Error(survey.failure.code)
  for (const kid of platform.keks.all.keys()) {
    const counts = survey.value.filter(({ key }) => key === kid)
    const role = kid === platform.keks.current.kid ? 'seals' : 'opens'
    console.log(`“${kid}” ${role}: ${counts.length === 0 ? 'nothing is sealed with it' : describeCounts(counts)}`)
  }
  return conclude(platform, survey.value)
}

/** What there is to be said of everything that is not sealed with the first key, and the exit code that it gives. */
function conclude(platform: Platform, survey: readonly SurveyedCount[]): number {
  const those = (standing: SealedStanding) => survey.filter((count) => count.standing === standing)
  if (those('given_up').length > 0) console.error(`Given up in AURA_LOST_KEKS: ${describeCounts(those('given_up'))}.`)
  if (those('damaged').length > 0) console.error(`Damaged, and opened by no key: ${describeCounts(those('damaged'))}.`)
  assertNoneMissing(survey)
  const left = those('left')
  if (left.length > 0) {
    console.error(`Left to seal anew: ${describeCounts(left)}. Keep their keys in AURA_KEK_FILE.`)
    return SOME_LEFT
  }
  const idle = [...platform.keks.all.keys()].filter((kid) => kid !== platform.keks.current.kid)
  if (idle.length > 0)
    console.log(
      `Nothing needs “${idle.join('”, “')}” any more: take ${idle.length === 1 ? 'it' : 'them'} out of AURA_KEK_FILE, and keep ${idle.length === 1 ? 'it' : 'them'} with backups made before now.`,
    )
  return DONE
}

const REASONS = {
  unknown_key: 'its key is not in AURA_KEK_FILE',
  damaged: 'it is damaged, or the key in AURA_KEK_FILE has that name and is another',
  belongs_elsewhere: 'it was sealed for another row',
} as const

/** A line that is written over on a terminal; elsewhere a line now and then. */
function progressOn(output: NodeJS.WriteStream): (progress: ResealProgress) => void {
  let said = 0
  return ({ of, done }) => {
    const line = `${describeCounts([of])}: ${done.toLocaleString('en')} done`
    const isWhole = done >= of.count
    if (output.isTTY) output.write(`\r\u001b[K${line}${isWhole ? '\n' : ''}`)
    else if (isWhole || Date.now() - said >= LINE_MILLISECONDS) {
      said = Date.now()
      output.write(`${line}\n`)
    }
  }
}
