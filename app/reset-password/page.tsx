import type { Metadata } from 'next'
import { ResetPasswordForm } from '@/components/accounts/reset-password-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { LinkNotValid } from '../link-not-valid'
import { readLink } from '../read-link'
import { resetPasswordAction } from './actions'

export const metadata: Metadata = { title: 'Reset password' }

type ResetPasswordPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ResetPasswordPage({ searchParams }: ResetPasswordPageProps) {
  const link = await readLink((await searchParams).token)
  if (link?.purpose !== 'password_reset') return <LinkNotValid />
  return (
    <AuthLayout title="Set a new password" description="All other sessions of this account end.">
      <ResetPasswordForm resetPassword={resetPasswordAction} token={link.token} email={link.email} />
    </AuthLayout>
  )
}
