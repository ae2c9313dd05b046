import type { FailureCode } from '@/lib/core/failures'
import type { Operation, People } from '@/lib/operations/operation'
import type { Organization, Part } from '@/lib/operations/testing/two-organizations'

/** Who is asked, in the order of a row's answers. The Developer is the one whose thing it is, unless the row says otherwise. */
export const PARTS: readonly Part[] = ['owner', 'auraOwner', 'administrator', 'developer', 'otherDeveloper', 'reader']

/** One line of PRODUCT.md, "Roles", as an operation has to answer it. */
export interface Row {
  readonly what: string
  /** `yes` or `no` for each of PARTS. */
  readonly who: string
  // biome-ignore lint/suspicious/noExplicitAny: a table of all operations has all their types; each parses what it is asked.
  readonly operation: Operation<any, any, People>
  /** What is asked, of things that are made for it. */
  readonly input: (organization: Organization) => object | Promise<object>
  /** How it is refused. */
  readonly refusals: readonly FailureCode[]
  /** It is about what is one’s own alone: an id of anything else is passed over, where others are not found. */
  readonly passesOver?: true
}

export const row = (
  what: string,
  who: string,
  operation: Row['operation'],
  input: Row['input'],
  more: Partial<Pick<Row, 'refusals' | 'passesOver'>> = {},
): Row => ({ what, who, operation, input, refusals: ['not_permitted'], ...more })
