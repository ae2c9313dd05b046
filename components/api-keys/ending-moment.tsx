import { momentIn } from '@/lib/contract/moments'
import { endingOf, type RotationEnding } from '@/lib/core/key-rotation'
import { rotationWords } from '@/words/rotation'
import { inBothZones } from './in-both-zones'

const words = rotationWords.dialog

export type ChosenEnding = { readonly ending: RotationEnding; readonly day: string; readonly time: string }

export type EndingMomentProps = ChosenEnding & { expiresAt: string | null; timeZone: string; clock: Date }

/** When the old key would stop, by the rule that the portal goes by, in the reader's zone and in UTC. */
export function EndingMoment({ ending, day, time, expiresAt, timeZone, clock }: EndingMomentProps) {
  if (ending === 'now') return words.stopsAtOnce
  const at = ending === 'moment' ? momentIn(day, time, timeZone) : null
  if (at && Number.isNaN(at.getTime())) return words.chooseMoment
  const wanted = at
    ? ({ ending: 'moment', at } as const)
    : ({ ending: ending as Exclude<RotationEnding, 'moment'> } as const)
  const decided = endingOf(wanted, { expiresAt: expiresAt ? new Date(expiresAt) : null }, clock)
  if (!decided.ok) return words.momentHasPassed
  const moment = inBothZones((decided.value.at ?? clock).toISOString(), timeZone)
  return decided.value.byExpiry ? words.expiresBefore(moment) : words.stopsOn(moment)
}
