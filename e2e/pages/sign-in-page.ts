import { OnPage } from '@/e2e/pages/on-page'

export class SignInPage extends OnPage {
  get email() {
    return this.page.getByLabel('Email')
  }
  get password() {
    return this.page.getByLabel('Password')
  }
  get submit() {
    return this.page.getByRole('button', { name: 'Sign in' })
  }

  async signIn(email: string, password: string) {
    await this.email.fill(email)
    await this.password.fill(password)
    await this.submit.click()
  }
}
