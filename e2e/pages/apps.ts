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
  get deleteDialog() {
    return new DeleteAppDialog(this.page)
  }
  get providerOffDialog() {
    return new ProviderOffDialog(this.page)
  }
}

export class DeleteAppDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Delete / })
  }
  get confirmation() {
    return this.dialog.getByLabel(/to confirm$/)
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Delete app' })
  }
  /** What the gateways have said, once it is deleted. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}

export class ProviderOffDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Switch the API-key provider off' })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Switch off' })
  }
  /** What the gateways have said, once it is off. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
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
  get create() {
    return this.dialog.getByRole('button', { name: 'Create app' })
  }
  get save() {
    return this.dialog.getByRole('button', { name: 'Save' })
  }
}
