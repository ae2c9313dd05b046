import type { z } from 'zod'
import type { DecisionInput, ImpactedKeyView, ImpactView } from '@/lib/contract/impact'
import type { ApiKeyId, MembershipId } from '@/lib/core/identifiers'

/* What somebody has chosen so far for the keys that a change stops, apart from how it is shown. */

/** Whole hours for which an offered key goes on: not at all, or as long as it takes to roll its successor out. */
export const COUNTDOWN_HOURS = [0, 1, 24, 72, 168] as const

export type KeyChoice =
  | { readonly choice: 'orphan' }
  | { readonly choice: 'revoke' }
  /** To nobody yet, as long as nobody was chosen. */
  | { readonly choice: 'hand_over'; readonly toMembershipId: MembershipId | null; readonly countdownHours: number }

export interface Choices {
  /** For each key that has none of its own. */
  readonly forAll: KeyChoice
  readonly own: ReadonlyMap<ApiKeyId, KeyChoice>
}

export const NOTHING_CHOSEN: Choices = { forAll: { choice: 'orphan' }, own: new Map() }

/** Whether anybody can take a key over: not one that another has taken the place of. */
export const canBeOffered = ({ heirs }: Pick<ImpactedKeyView, 'heirs'>): boolean => heirs?.length !== 0

/**
 * What becomes of a key. One that is disabled works for nobody now, so it does not go on either; one that nobody can take over is left as it
 * is where the others are offered.
 */
export function choiceFor({ own, forAll }: Choices, key: ImpactedKeyView): KeyChoice {
  const { id, status } = key
  const choice = own.get(id) ?? forAll
  if (choice.choice === 'hand_over' && !canBeOffered(key)) return { choice: 'orphan' }
  return choice.choice === 'hand_over' && status === 'disabled' ? { ...choice, countdownHours: 0 } : choice
}

export const isSame = (one: KeyChoice, other: KeyChoice): boolean =>
  one.choice === 'hand_over' && other.choice === 'hand_over'
    ? one.toMembershipId === other.toMembershipId && one.countdownHours === other.countdownHours
    : one.choice === other.choice

/** A key that is given what all have goes along with them from then on. */
export function choose({ forAll, own }: Choices, id: ApiKeyId, choice: KeyChoice): Choices {
  const rest = [...own].filter(([known]) => known !== id)
  return { forAll, own: new Map(isSame(choice, forAll) ? rest : [...rest, [id, choice]]) }
}

/** Those that were given something of their own keep it. */
export function chooseForAll({ own }: Choices, forAll: KeyChoice): Choices {
  return { forAll, own: new Map([...own].filter(([, choice]) => !isSame(choice, forAll))) }
}

/** Who can take a key over. */
export const heirsOf = ({ heirs }: ImpactView, key: ImpactedKeyView): ImpactView['heirs'] =>
  heirs.filter(({ id }) => key.heirs?.includes(id) ?? true)

/** Who can take over each key that is given nothing of its own, those among them that are not listed. */
export function heirsOfAll({ heirs, keys, unlisted }: ImpactView, { own }: Choices): ImpactView['heirs'] {
  const narrow = keys.filter((key) => key.heirs && canBeOffered(key) && !own.has(key.id))
  return heirs.filter(
    ({ id }) => narrow.every((key) => key.heirs?.includes(id)) && (unlisted.heirs?.includes(id) ?? true),
  )
}

const notListed = ({ total, keys }: ImpactView) => total - keys.length

/** Whether a key is to be offered, and to nobody yet who can take it. */
export function isOfferedToNobody(view: ImpactView, choices: Choices): boolean {
  const { forAll } = choices
  const rest =
    notListed(view) > 0 &&
    forAll.choice === 'hand_over' &&
    !heirsOfAll(view, choices).some(({ id }) => id === forAll.toMembershipId)
  return (
    rest ||
    view.keys.some((key) => {
      const choice = choiceFor(choices, key)
      return choice.choice === 'hand_over' && !heirsOf(view, key).some(({ id }) => id === choice.toMembershipId)
    })
  )
}

/** What is decided about the keys of a change, as it is sent. */
export type Decision = z.input<typeof DecisionInput>

/** What is confirmed: for what was shown, and nothing else. What is chosen for all holds for those that are not listed, too. */
export function decisionOf(view: ImpactView, choices: Choices): Decision {
  const { forAll } = choices
  return {
    digest: view.digest,
    rest: restOf(forAll),
    choices: view.keys.flatMap((key): NonNullable<Decision['choices']> => {
      const { id: apiKeyId } = key
      const choice = choiceFor(choices, key)
      if (isSame(choice, forAll)) return []
      if (choice.choice !== 'hand_over') return [{ apiKeyId, choice: choice.choice }]
      const { toMembershipId, countdownHours } = choice
      return toMembershipId === null ? [] : [{ apiKeyId, choice: 'hand_over', toMembershipId, countdownHours }]
    }),
  }
}

function restOf(forAll: KeyChoice): NonNullable<Decision['rest']> {
  if (forAll.choice !== 'hand_over') return forAll.choice
  const { toMembershipId, countdownHours } = forAll
  return toMembershipId === null ? 'orphan' : { toMembershipId, countdownHours }
}

export interface Outcome {
  readonly orphaned: number
  readonly revoked: number
  readonly offered: number
  /** Of those that are offered, how many go on for a while. */
  readonly goingOn: number
}

/** How many keys go which way, those among them that are not listed. */
export function outcomeOf(view: ImpactView, choices: Choices): Outcome {
  const chosen = view.keys.map((key) => choiceFor(choices, key))
  const { forAll } = choices
  const unlisted = {
    orphan: forAll.choice === 'orphan' ? notListed(view) : 0,
    revoke: forAll.choice === 'revoke' ? notListed(view) : 0,
    hand_over: 0,
    ...(forAll.choice === 'hand_over' && {
      orphan: notListed(view) - view.unlisted.offerable,
      hand_over: view.unlisted.offerable,
    }),
  }
  const count = (wanted: KeyChoice['choice']) =>
    chosen.filter(({ choice }) => choice === wanted).length + unlisted[wanted]
  const goesOn = (choice: KeyChoice) => choice.choice === 'hand_over' && choice.countdownHours > 0
  return {
    orphaned: count('orphan'),
    revoked: count('revoke'),
    offered: count('hand_over'),
    goingOn: chosen.filter(goesOn).length + (goesOn(forAll) ? view.unlisted.active : 0),
  }
}

/** Of what was chosen, what can still be done: keys that are gone, rights that were lost and people who left take their choices with them. */
export function stillPossible(choices: Choices, view: ImpactView): Choices {
  const keys = new Set(view.keys.map(({ id }) => id))
  const forAll = possible(choices.forAll, view)
  const own = [...choices.own]
    .filter(([id]) => keys.has(id))
    .map(([id, choice]): [ApiKeyId, KeyChoice] => [id, possible(choice, view)])
  return chooseForAll({ forAll, own: new Map(own) }, forAll)
}

function possible(choice: KeyChoice, { can, heirs }: ImpactView): KeyChoice {
  if (choice.choice === 'revoke') return can.revoke ? choice : { choice: 'orphan' }
  if (choice.choice === 'orphan') return choice
  if (!can.handOver) return { choice: 'orphan' }
  return heirs.some(({ id }) => id === choice.toMembershipId) ? choice : { ...choice, toMembershipId: null }
}

export interface Difference {
  readonly added: ReadonlySet<ApiKeyId>
  readonly changed: ReadonlySet<ApiKeyId>
  readonly gone: readonly ImpactedKeyView[]
}

/** What is not as it was shown before. How busy a key is always changes, and is no difference. */
export function differenceOf(before: ImpactView, after: ImpactView): Difference {
  const known = new Map(before.keys.map((key) => [key.id, key]))
  const now = new Set(after.keys.map(({ id }) => id))
  return {
    added: new Set(after.keys.filter(({ id }) => !known.has(id)).map(({ id }) => id)),
    changed: new Set(
      after.keys
        .filter((key) => {
          const was = known.get(key.id)
          return was !== undefined && factsOf(was) !== factsOf(key)
        })
        .map(({ id }) => id),
    ),
    gone: before.keys.filter(({ id }) => !now.has(id)),
  }
}

const factsOf = ({ type, status, app, owner, secrets, otherSecrets, stopsAt }: ImpactedKeyView) =>
  JSON.stringify([type, status, app.id, owner.id, otherSecrets, secrets.map(({ id }) => id).sort(), stopsAt])
