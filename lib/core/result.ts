import type { Failure, FailureCode, Placeholders } from '@/lib/core/failures'

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

/** What the sentence of a code names has to be given with it, or it does not compile. */
type Details<C extends FailureCode> = [Placeholders<C>] extends [never]
  ? [details?: { readonly field?: string }]
  : [details: { readonly field?: string; readonly params: Readonly<Record<Placeholders<C>, string | number>> }]

export function fail<C extends FailureCode>(
  code: C,
  ...[details]: Details<C>
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, ...details } }
}
