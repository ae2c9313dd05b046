import { OnPage } from '@/e2e/pages/on-page'

/** The page that makes the first organization and its Owner. */
export class SetupPage extends OnPage {
  get organization() {
    return this.page.getByLabel('Organization')
  }
  get shortName() {
    return this.page.getByLabel('Short name')
  }
  get name() {
    return this.page.getByLabel('Your name')
  }
  get email() {
    return this.page.getByLabel('Email')
  }
  get password() {
    return this.page.getByLabel('Password')
  }
  get submit() {
    return this.page.getByRole('button', { name: 'Set up' })
  }
}

export class ResetPasswordPage extends OnPage {
  get password() {
    return this.page.getByLabel('New password')
  }
  get submit() {
    return this.page.getByRole('button', { name: 'Set password' })
  }
}
