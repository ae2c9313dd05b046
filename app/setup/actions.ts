'use server'

import { redirect } from 'next/navigation'
import type { AccountFormState } from '@/components/accounts/account-form-state'
import { setUp } from '@/lib/server/session'

export async function setUpAction(_: AccountFormState, form: FormData): Promise<AccountFormState> {
  const { token, organizationName, organizationSlug, name, email, password, timeZone } = Object.fromEntries(form)
  const entered = await setUp({ token, organizationName, organizationSlug, name, email, password, timeZone })
  if (entered.ok) redirect('/')
  const typed = { organizationName, organizationSlug, name, email }
  return {
    ...entered,
    typed: Object.fromEntries(Object.entries(typed).map(([field, value]) => [field, String(value ?? '')])),
  }
}
