'use server'

import type { ForgotPasswordState } from '@/components/accounts/forgot-password-form'
import { requestPasswordReset } from '@/lib/server/session'

export async function forgotPasswordAction(_: ForgotPasswordState, form: FormData): Promise<ForgotPasswordState> {
  const email = String(form.get('email') ?? '')
  const asked = await requestPasswordReset({ email })
  return asked.ok ? { ok: true } : { ...asked, typed: { email } }
}
