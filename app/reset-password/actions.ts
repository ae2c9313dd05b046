'use server'

import { redirect } from 'next/navigation'
import type { AccountFormState } from '@/components/accounts/account-form-state'
import { resetPassword } from '@/lib/server/session'

export async function resetPasswordAction(_: AccountFormState, form: FormData): Promise<AccountFormState> {
  const { token, password } = Object.fromEntries(form)
  const entered = await resetPassword({ token, password })
  if (entered.ok) redirect('/')
  return { ...entered, typed: {} }
}
