import type { ActionState } from '@/lib/contract/action-state'

/**
 * What a form before signing in comes back with: what was wrong, and what had been typed, since without scripts the page
 * is a new one. Passwords are not sent back.
 */
export type AccountFormState =
  | (Extract<ActionState<never>, { ok: false }> & { readonly typed: Readonly<Record<string, string>> })
  | null

/** A server action of such a form; works without scripts. */
export type AccountAction = (state: AccountFormState, form: FormData) => Promise<AccountFormState>
