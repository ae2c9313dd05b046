import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { currentPerson } from '@/lib/server/session'
import { commonWords } from '@/words/common'
import { pagesWords } from '@/words/pages'
import { signInAction } from './actions'
import { returnPath } from './return-path'

export const metadata: Metadata = { title: commonWords.signIn }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const to = returnPath((await searchParams).to)
  if (await currentPerson()) redirect(to)
  return (
    <AuthLayout title={commonWords.signIn} footer={pagesWords.signIn.noPassword}>
      <SignInForm signIn={signInAction} to={to} />
    </AuthLayout>
  )
}
