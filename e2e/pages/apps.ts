import { ImpactDialog } from '@/e2e/pages/impact'
import { OnPage } from '@/e2e/pages/on-page'

/** A service's page: its apps in a table. */
export class ServicePage extends OnPage {
  get table() {
    return this.page.getByRole('table')
  }
  get viewApiKeys() {
    return this.page.getByRole('link', { name: /^View API Keys/ })
  }
  get newApp() {
    return this.page.getByRole('button', { name: 'New App' })
  }
  app(name: string) {
    return this.table.getByRole('link', { name, exact: true })
  }
}

/** An app's own page. */
export class AppPage extends OnPage {
  get viewApiKeys() {
    return this.page.getByRole('link', { name: /^View API Keys/ })
  }
  get edit() {
    return this.page.getByRole('button', { name: 'Edit' })
  }
  get delete() {
    return this.page.getByRole('button', { name: 'Delete', exact: true })
  }
  get provider() {
    return this.page.getByRole('switch', { name: 'API-key provider' })
  }
  fact(name: string) {
    return this.page.getByRole('term').filter({ hasText: name }).locator('xpath=following-sibling::dd')
  }
  get makeSecret() {
    return this.page.getByRole('button', { name: 'Make', exact: true })
  }
  get replaceSecret() {
    return this.page.getByRole('button', { name: 'Replace', exact: true })
  }
  get removeSecret() {
    return this.page.getByRole('button', { name: 'Remove', exact: true })
  }
  get tryIt() {
    return this.page.getByRole('button', { name: 'Try it' })
  }
  get deleteDialog() {
    return new ImpactDialog(this.page, /^Delete /)
  }
  get providerOffDialog() {
    return new ImpactDialog(this.page, 'Switch the API-key provider off')
  }
}

/** One call through the gateway, and its verdict explained. */
export class TryDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Try / })
  }
  get method() {
    return this.dialog.getByLabel('Method')
  }
  get path() {
    return this.dialog.getByLabel('Path')
  }
  get key() {
    return this.dialog.getByLabel('API key')
  }
  get send() {
    return this.dialog.getByRole('button', { name: /^Send/ })
  }
  /** What came of it, in one sentence. */
  get verdict() {
    return this.dialog.getByRole('status')
  }
  get steps() {
    return this.dialog.getByRole('region', { name: 'How the gateway came to it' }).getByRole('listitem')
  }
  get answer() {
    return this.dialog.getByRole('figure', { name: 'Body of the answer' })
  }
}

/** For a new app and for one that is being changed. */
export class AppDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^(New|Edit) / })
  }
  get name() {
    return this.dialog.getByLabel('Name')
  }
  get upstream() {
    return this.dialog.getByLabel('Upstream')
  }
  get scopes() {
    return this.dialog.getByLabel(/^Scopes/)
  }
  /** Scope rules and CORS origins, closed while there are none. */
  get rulesAndOrigins() {
    return this.dialog.getByText('Rules and origins', { exact: true })
  }
  get addRule() {
    return this.dialog.getByRole('button', { name: 'Add rule' })
  }
  rule(number: number) {
    const row = this.dialog.getByRole('group', { name: `Rule ${number}`, exact: true })
    return {
      row,
      methods: row.getByLabel('Methods'),
      path: row.getByLabel('Path'),
      scope: row.getByLabel('Scope'),
      remove: row.getByRole('button', { name: `Remove rule ${number}`, exact: true }),
    }
  }
  get origins() {
    return this.dialog.getByLabel(/^CORS origins/)
  }
  get create() {
    return this.dialog.getByRole('button', { name: 'Create app' })
  }
  get save() {
    return this.dialog.getByRole('button', { name: 'Save' })
  }
  /** What the gateways have said, once rules are changed. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}

/** Makes or replaces what the gateway shows to the app, and then shows it: the only time. */
export class UpstreamSecretDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^(Make|Replace|Remove) upstream secret$|^Upstream secret of / })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: /^(Make|Replace|Remove) secret$/ })
  }
  get secret() {
    return this.dialog.getByRole('figure', { name: 'Upstream secret' }).getByRole('code')
  }
  get copy() {
    return this.dialog.getByRole('button', { name: 'Copy secret' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }
  get question() {
    return this.page.getByRole('alertdialog', { name: 'Close without copying the secret?' })
  }
}
