import type { Locator } from '@playwright/test'
import { OnPage } from '@/e2e/pages/on-page'

/** The API keys panel, of an app or of a service. */
export class KeysPanel extends OnPage {
  get create() {
    return this.page.getByRole('button', { name: '+ Create API Key' })
  }
  get search() {
    return this.page.getByRole('searchbox', { name: 'Search API keys' })
  }
  get table() {
    return this.page.getByRole('table')
  }
  tab(name: 'Active' | 'Orphaned' | 'History') {
    return this.page
      .getByRole('navigation', { name: 'Keys by state' })
      .getByRole('link', { name: new RegExp(`^${name}`) })
  }
  row(key: string) {
    return this.table.getByRole('row').filter({ has: this.page.getByRole('link', { name: key, exact: true }) })
  }
  /** The delete icon under Actions. */
  revoke(key: string) {
    return this.page.getByRole('button', { name: `Revoke ${key}`, exact: true })
  }
  disable(key: string) {
    return this.page.getByRole('button', { name: `Disable ${key}`, exact: true })
  }
  enable(key: string) {
    return this.page.getByRole('button', { name: `Enable ${key}`, exact: true })
  }
}

/** "Create API key for Cloud Function - resize-image" */
export class CreateKeyDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Create API key for / })
  }
  get name() {
    return this.dialog.getByLabel('API Key Name')
  }
  expiration(choice: string) {
    return this.dialog.getByRole('group', { name: 'Expiration' }).getByRole('radio', { name: choice })
  }
  get expirations() {
    return this.dialog.getByRole('group', { name: 'Expiration' })
  }
  get lastDay() {
    return this.dialog.getByLabel('Last day')
  }
  type(choice: RegExp) {
    return this.dialog.getByRole('group', { name: 'Type' }).getByRole('radio', { name: choice })
  }
  scope(name: string) {
    return this.dialog.getByRole('group', { name: 'Scopes' }).getByRole('checkbox', { name, exact: true })
  }
  get limits() {
    return this.dialog.getByText('Limits', { exact: true })
  }
  get limitFields() {
    return limitFieldsIn(this.dialog)
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Create API Key' })
  }
}

/** The same questions for a new key and for one that lives. */
const limitFieldsIn = (dialog: Locator) => ({
  requestsPerMinute: dialog.getByLabel(/^Requests a minute/),
  burst: dialog.getByLabel(/^Burst/),
  addresses: dialog.getByLabel(/^Allowed addresses/),
})

/** On a key's own page. */
export class ChangeLimitsDialog extends OnPage {
  get open() {
    return this.page.getByRole('button', { name: 'Change limits' })
  }
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Change limits' })
  }
  get fields() {
    return limitFieldsIn(this.dialog)
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Save limits' })
  }
  /** What the gateways have said, once it is done. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}

/** The same dialog once there is a key: the only time that it is shown. */
export class IssuedKeyDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: / is ready$/ })
  }
  get key() {
    return this.dialog.getByRole('figure', { name: 'API key' }).getByRole('code')
  }
  get copy() {
    return this.dialog.getByRole('button', { name: 'Copy API Key' })
  }
  get saveAsSecret() {
    return this.dialog.getByRole('button', { name: 'Save As Secret' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }
  get tryIt() {
    return this.dialog.getByRole('button', { name: 'Try it' })
  }
  get question() {
    return this.page.getByRole('alertdialog', { name: 'Close without saving the key?' })
  }
  secret(name: string) {
    return this.dialog.getByRole('link', { name })
  }
}

export class DisableDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Disable API key' })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Disable', exact: true })
  }
  /** What the gateways have said, once it is done. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}

export class RevokeDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Revoke API key' })
  }
  get agreement() {
    return this.dialog.getByRole('checkbox', {
      name: 'I understand that whatever uses this key stops working immediately',
    })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Revoke', exact: true })
  }
  /** What the gateways have said, once it is done. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }

  async agreeAndRevoke() {
    await this.agreement.check()
    await this.submit.click()
  }
}

/** On a service's panel the first question is for which app. */
export class ChooseAppDialog extends OnPage {
  get dialog() {
    return this.page
      .getByRole('dialog', { name: /^Create API key for / })
      .filter({ has: this.page.getByRole('button', { name: 'Continue' }) })
  }
  get app() {
    return this.dialog.getByLabel('App')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Continue' })
  }
}
