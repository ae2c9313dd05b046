import type { FailureCode } from '@/lib/core/failures'
import { PARTS, type Row } from '@/lib/operations/testing/role-matrix/row'
import type { Organization, Part } from '@/lib/operations/testing/two-organizations'

/** Between whom the line of a row runs: the last who may, and the first who may not. */
export function atTheLine({ who }: Pick<Row, 'who'>): readonly Part[] {
  const expected = who.split(' ')
  return PARTS.filter((_, index) => index === expected.lastIndexOf('yes') || index === expected.indexOf('no'))
}

/** What a row expects of some of PARTS. */
export const expectedOf = ({ who }: Pick<Row, 'who'>, asked: readonly Part[]): string =>
  who
    .split(' ')
    .filter((_, index) => asked.includes(PARTS[index] as Part))
    .join(' ')

/**
 * The answers to one row of those who are asked, in the order of PARTS: `yes`, `no` for a refusal that the row names, or the code of any other one. Those who have to be
 * refused are asked first, all about the same thing, which nobody changes; then those who may, each about one of their own. `strangers` is
 * what else is asked before anybody may do anything.
 */
export async function answersOf(
  { who, operation, input, refusals }: Row,
  organization: Organization,
  ask: (part: Part, input: object) => Promise<FailureCode | undefined>,
  strangers: (input: object) => Promise<unknown>,
  whom: readonly Part[] = PARTS,
): Promise<string> {
  const expected = who.split(' ')
  const answers = new Map<Part, string>()
  const note = async (part: Part, asked: object) => {
    const code = await ask(part, asked)
    answers.set(part, code === undefined ? 'yes' : refusals.includes(code) ? 'no' : code)
  }
  let asked = await input(organization)
  for (const part of PARTS.filter((part, index) => expected[index] === 'no' && whom.includes(part)))
    await note(part, asked)
  await strangers(asked)
  let isUsed = false
  for (const part of PARTS.filter((part, index) => expected[index] === 'yes' && whom.includes(part))) {
    if (isUsed) asked = await input(organization)
    await note(part, asked)
    isUsed = operation.mode === 'change'
  }
  return PARTS.filter((part) => whom.includes(part))
    .map((part) => answers.get(part))
    .join(' ')
}
