import type { Metadata } from 'next'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { AccountPage } from '@/components/account/account-page'
import { parseTheme, THEME_COOKIE } from '@/components/ui/theme'
import { readOwnAccount } from '@/lib/server/run-account-action'
import { accountWords } from '@/words/account'
import {
  changeAccountAction,
  changePasswordAction,
  disconnectAction,
  endOtherSessionsAction,
  endOwnSessionAction,
} from './actions'

export const metadata: Metadata = { title: accountWords.tab }

export default async function OwnAccountPage() {
  const account = await readOwnAccount()
  if (!account) redirect('/sign-in')
  return (
    <AccountPage
      account={account}
      timeZones={[...new Set(['UTC', account.timeZone, ...Intl.supportedValuesOf('timeZone')])]}
      theme={parseTheme((await cookies()).get(THEME_COOKIE)?.value)}
      actions={{
        changeAccount: changeAccountAction,
        changePassword: changePasswordAction,
        disconnect: disconnectAction,
        endOwnSession: endOwnSessionAction,
        endOtherSessions: endOtherSessionsAction,
      }}
    />
  )
}
