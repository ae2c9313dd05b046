import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { currentPerson } from '@/lib/server/session'
import { signInAction } from './actions'
import { returnPath } from './return-path'

export const metadata: Metadata = { title: 'Sign in' }

type SignInPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const to = returnPath((await searchParams).to)
  if (await currentPerson()) redirect(to)
  return (
    <AuthLayout title="Sign in" footer="No password any more? Ask your operator for a reset link.">
      <SignInForm signIn={signInAction} to={to} />
    </AuthLayout>
  )
}
