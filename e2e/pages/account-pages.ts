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

/** Asks for a mail with a link, on the way from the sign-in page. */
export class ForgotPasswordPage extends OnPage {
  get link() {
    return this.page.getByRole('link', { name: 'Forgot your password?' })
  }
  get email() {
    return this.page.getByLabel('Email')
  }
  get submit() {
    return this.page.getByRole('button', { name: 'Send mail' })
  }
  get answer() {
    return this.page.getByRole('status')
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

/** Where an invitation leads who has no account yet. */
export class InvitationPage extends OnPage {
  get heading() {
    return this.page.getByRole('heading', { level: 1 })
  }
  get email() {
    return this.page.getByLabel('Email')
  }
  get name() {
    return this.page.getByLabel('Your name')
  }
  get password() {
    return this.page.getByLabel('Password')
  }
  get join() {
    return this.page.getByRole('button', { name: /^Join / })
  }
}

/** One's own, wherever one is. */
export class AccountPage extends OnPage {
  get profile() {
    return this.page.getByRole('region', { name: 'Profile' })
  }
  get name() {
    return this.profile.getByLabel('Name')
  }
  get timeZone() {
    return this.profile.getByLabel('Time zone')
  }
  get save() {
    return this.profile.getByRole('button', { name: 'Save' })
  }
  get currentPassword() {
    return this.page.getByLabel('Current password')
  }
  get newPassword() {
    return this.page.getByLabel('New password')
  }
  get changePassword() {
    return this.page.getByRole('button', { name: 'Change password' })
  }
  get organizations() {
    return this.page.getByRole('region', { name: 'Organizations' }).getByRole('link')
  }
  get singleSignOn() {
    return this.page.getByRole('region', { name: 'Single sign-on' })
  }
  get confirmation() {
    return this.page.getByRole('alertdialog')
  }
  get sessions() {
    return this.page
      .getByRole('table', { name: 'Sessions' })
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell') })
  }
  endSession(browser: string) {
    return this.page.getByRole('button', { name: `Sign out ${browser} at ` })
  }
}
