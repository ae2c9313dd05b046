'use server'

import { redirect } from 'next/navigation'
import type { AccountFormState } from '@/components/accounts/account-form-state'
import { organizationHref } from '@/components/places'
import { joinAnew, joinSignedIn } from '@/lib/server/session'

export async function joinAnewAction(_: AccountFormState, form: FormData): Promise<AccountFormState> {
  const { token, name, password, timeZone } = Object.fromEntries(form)
  const joined = await joinAnew({ token, name, password, timeZone })
  if (joined.ok) redirect(organizationHref(joined.value.organizationSlug))
  return { ...joined, typed: { name: String(name ?? '') } }
}

export async function joinSignedInAction(_: AccountFormState, form: FormData): Promise<AccountFormState> {
  const joined = await joinSignedIn(form.get('token'))
  if (joined.ok) redirect(organizationHref(joined.value.organizationSlug))
  return { ...joined, typed: {} }
}
