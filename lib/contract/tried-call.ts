import { z } from 'zod'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { appSlug } from '@/lib/contract/apps'
import { CONTROL_CHARACTERS } from '@/lib/contract/fields'
import { KEY_PREFIX } from '@/lib/core/claims'
import { TRY_LIMITS, TRY_METHODS, type TryMethod, type Unreached } from '@/lib/core/tried-call'
import type { Verdict } from '@/lib/core/verdicts'

const KEY_ELSEWHERE = 'There is a key in this. It belongs in the field for the key, and nowhere else.'
const withoutKey = (value: string) => !value.includes(KEY_PREFIX)

/** Segments that would lead out of the app, plain or encoded; a gateway refuses them as well. */
const LEADS_ELSEWHERE = /(^|[/\\])(\.|%2e){1,2}([/\\?]|%2f|%5c|$)|\\|%5c|#/i

export const TryAppInput = z.object({
  slug: appSlug,
  method: z.enum(TRY_METHODS, 'Choose a method.'),
  /** Below the app, with its query. */
  path: z
    .string()
    .trim()
    .max(TRY_LIMITS.pathCharacters, `At most ${TRY_LIMITS.pathCharacters} characters.`)
    .refine((path) => !CONTROL_CHARACTERS.test(path), 'This path has characters that can’t be shown.')
    .refine((path) => !LEADS_ELSEWHERE.test(path), 'Leave out “#”, “\\” and the segments “.” and “..”.')
    .refine(withoutKey, KEY_ELSEWHERE),
  contentType: z
    .string()
    .trim()
    .max(TRY_LIMITS.contentTypeCharacters, `At most ${TRY_LIMITS.contentTypeCharacters} characters.`)
    .regex(
      /^([\w!#$&^.+-]+\/[\w!#$&^.+-]+( *; *[\w-]+=("[^"]*"|[\w.+-]+))*)?$/,
      'Enter a type such as application/json.',
    ),
  body: z
    .string()
    .max(TRY_LIMITS.bodyCharacters, `At most ${TRY_LIMITS.bodyCharacters} characters.`)
    .refine(withoutKey, KEY_ELSEWHERE),
  /** Empty for none: then one sees what a caller without a key is told. */
  key: z
    .string()
    .trim()
    .max(TRY_LIMITS.keyCharacters, 'This is far longer than a key.')
    .regex(/^[\x21-\x7e]*$/, 'This has characters that no key has, and that can’t be sent as one.'),
})

/** A call that is ready to be sent; the key is not in it. */
export interface PreparedCall {
  readonly url: string
  readonly method: TryMethod
  readonly contentType: string | null
  readonly body: string | null
}

/** What came of it. Wherever the key stood in the answer, it stands no more. */
export type CallAnswer =
  | { readonly kind: 'unreached'; readonly reason: Unreached; readonly milliseconds: number }
  | {
      readonly kind: 'answered'
      readonly status: number
      /** From sending to the head of the answer. */
      readonly milliseconds: number
      /** Null when the answer did not come from a gateway. */
      readonly requestId: string | null
      /** Null when the call was answered before it was judged, or by something else than a gateway. */
      readonly verdict: Verdict | null
      /** The gateway accepted the key, but got no answer from the app: in its own words. */
      readonly appProblem: string | null
      readonly headers: readonly (readonly [name: string, value: string])[]
      /** As text; null when it is none. */
      readonly body: string | null
      /** There is more of it than is shown. */
      readonly cut: boolean
    }

export interface TriedCallView {
  readonly method: TryMethod
  readonly url: string
  readonly answer: CallAnswer
  /** The key that was sent, where its signature held and it is this organization's. */
  readonly key: Pick<ApiKeyView, 'id' | 'name' | 'app'> | null
}
