import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { ACCOUNT_HREF } from '@/components/places'
import { AccountShell } from '@/components/shell/account-shell'
import { currentPerson } from '@/lib/server/session'
import { signOutAction } from '../sign-in/actions'

export default async function AccountLayout({ children }: { children: ReactNode }) {
  if (!(await currentPerson())) redirect(`/sign-in?to=${encodeURIComponent(ACCOUNT_HREF)}`)
  return <AccountShell signOut={signOutAction}>{children}</AccountShell>
}
