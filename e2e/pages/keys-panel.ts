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
  /** The keys that are shown, by name, from the top. */
  get names() {
    return this.table.getByRole('row').getByRole('link').and(this.page.locator('[href*="/api-keys/key_"]'))
  }
  get filters() {
    const choice = (label: string) => this.page.getByRole('combobox', { name: label, exact: true })
    return {
      state: choice('State'),
      owner: choice('Owner'),
      type: choice('Type'),
      environment: choice('Environment'),
      expires: choice('Expires'),
      use: choice('Use'),
    }
  }
  get activeFilters() {
    return this.page.getByRole('list', { name: 'Active filters' }).getByRole('listitem')
  }
  removeFilter(filter: string) {
    return this.page.getByRole('button', { name: `Remove filter ${filter}`, exact: true })
  }
  get clearFilters() {
    return this.page.getByRole('button', { name: 'Clear filters' })
  }
  /** What is said of how many there are, or are selected. */
  get count() {
    return this.page.getByRole('status').filter({ hasText: /key|selected/ })
  }
  sortBy(column: string) {
    return this.table.getByRole('columnheader', { name: column }).getByRole('link')
  }
  toPage(way: 'First' | 'Previous' | 'Next') {
    return this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: `${way} page` })
  }
  select(key: string) {
    return this.page.getByRole('checkbox', { name: `Select ${key}`, exact: true })
  }
  get selectAll() {
    return this.table.getByRole('checkbox', { name: 'Select all on this page' })
  }
  get revokeSelected() {
    return this.page.getByRole('button', { name: 'Revoke…' })
  }
  more(key: string) {
    return this.page.getByRole('button', { name: `More actions for ${key}`, exact: true })
  }
  entry(name: 'Rename' | 'Note' | 'Copy key ID' | 'Open') {
    return this.page.getByRole('menu').getByRole('menuitem', { name, exact: true })
  }

  async chooseOwner(name: string) {
    await this.filters.owner.click()
    await this.page.getByRole('combobox', { name: 'Search owners' }).fill(name)
    await this.page.getByRole('option', { name, exact: true }).click()
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

/** One agreement for several keys. */
export class RevokeSeveralDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Revoke \d+ API keys?$/ })
  }
  get keys() {
    return this.dialog.getByRole('list', { name: 'Keys to revoke' }).getByRole('listitem')
  }
  get reason() {
    return this.dialog.getByLabel('Reason')
  }
  get agreement() {
    return this.dialog.getByRole('checkbox', {
      name: 'I understand that whatever uses these keys stops working immediately',
    })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Revoke', exact: true })
  }
  get results() {
    return this.dialog.getByRole('list', { name: 'Results' })
  }
  result(key: string) {
    return this.results.getByRole('listitem').filter({ hasText: key })
  }
  get again() {
    return this.dialog.getByRole('button', { name: /^Try again the / })
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}

/** A dialog of one field that is saved. */
export class RenameDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Rename API key' })
  }
  get name() {
    return this.dialog.getByLabel('API Key Name')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Rename', exact: true })
  }
}

export class NoteDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Note', exact: true })
  }
  get note() {
    return this.dialog.getByLabel('Note')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Save note' })
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
