'use server'

import { redirect } from 'next/navigation'
import type { AccountFormState } from '@/components/accounts/account-form-state'
import { signInWithPassword, signOut } from '@/lib/server/session'
import { returnPath } from './return-path'

export async function signInAction(_: AccountFormState, form: FormData): Promise<AccountFormState> {
  const { email, password, timeZone, to } = Object.fromEntries(form)
  const entered = await signInWithPassword({ email, password, timeZone })
  if (entered.ok) redirect(returnPath(to))
  return { ...entered, typed: { email: String(email ?? '') } }
}

export async function signOutAction(): Promise<void> {
  await signOut()
  redirect('/sign-in')
}
