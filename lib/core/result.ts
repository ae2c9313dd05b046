import type { FailureCode } from '@/lib/core/failures'

/** A refusal is a value: one code of the FAILURES table, the form field it belongs to, and what its sentence names. */
export interface Failure {
  readonly code: FailureCode
  readonly field?: string
  readonly params?: Readonly<Record<string, string | number>>
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const ok = <T>(value: T): Result<T> => ({ ok: true, value })

export function fail(code: FailureCode, details: Omit<Failure, 'code'> = {}): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { code, ...details } }
}
