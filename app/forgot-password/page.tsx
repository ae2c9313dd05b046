import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ForgotPasswordForm } from '@/components/accounts/forgot-password-form'
import { AuthLayout } from '@/components/shell/auth-layout'
import { TextLink } from '@/components/ui/text-link'
import { platform } from '@/lib/server/platform'
import { pagesWords } from '@/words/pages'
import { forgotPasswordAction } from './actions'

const words = pagesWords.forgotPassword

export const metadata: Metadata = { title: words.tab }
// Whether there is mail is known when it runs, not when it is built.
export const dynamic = 'force-dynamic'

export default function ForgotPasswordPage() {
  if (!platform().settings.sendsMail) notFound()
  return (
    <AuthLayout
      title={words.title}
      description={words.description}
      footer={<TextLink href="/sign-in">{words.back}</TextLink>}
    >
      <ForgotPasswordForm ask={forgotPasswordAction} />
    </AuthLayout>
  )
}
