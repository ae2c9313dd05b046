import type { Metadata } from 'next'
import { ResetPasswordForm } from '@/components/accounts/reset-password-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { pagesWords } from '@/words/pages'
import { LinkNotValid } from '../link-not-valid'
import { readLink } from '../read-link'
import { resetPasswordAction } from './actions'

const words = pagesWords.resetPassword

export const metadata: Metadata = { title: words.tab }

type ResetPasswordPageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function ResetPasswordPage({ searchParams }: ResetPasswordPageProps) {
  const link = await readLink((await searchParams).token)
  if (link?.purpose !== 'password_reset') return <LinkNotValid />
  return (
    <AuthLayout title={words.title} description={words.description}>
      <ResetPasswordForm resetPassword={resetPasswordAction} token={link.token} email={link.email} />
    </AuthLayout>
  )
}
