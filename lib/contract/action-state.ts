import type { FailureCode } from '@/lib/core/failures'

/**
 * What a server action answers: the outcome, or a refusal in words that a form can show. `fields` has one sentence for
 * each field that is wrong, by its name in the operation's input; `message` is the sentence for the whole, and
 * `params` is what that sentence names, for a form that does something with it.
 */
export type ActionState<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false
      readonly code: FailureCode
      readonly message: string
      readonly fields: Readonly<Record<string, string>>
      readonly params?: Readonly<Record<string, string | number>>
    }
