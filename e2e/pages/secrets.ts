import type { Page } from '@playwright/test'

export class NewSecretDialog {
  constructor(readonly page: Page) {}

  get dialog() {
    return this.page.getByRole('dialog', { name: 'New Secret' })
  }
  get name() {
    return this.dialog.getByLabel('Name')
  }
  get value() {
    return this.dialog.getByLabel('Value')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Create Secret' })
  }
}

export class SecretsPage {
  constructor(readonly page: Page) {}

  get newSecret() {
    return this.page.getByRole('button', { name: 'New Secret' })
  }
  row(secret: string) {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('cell', { name: secret, exact: true }) })
  }
  reveal(secret: string) {
    return this.page.getByRole('button', { name: `Reveal ${secret}`, exact: true })
  }
  revealed(secret: string) {
    return this.page.getByRole('dialog', { name: secret })
  }
  value(secret: string) {
    return this.revealed(secret).getByRole('figure', { name: `Value of ${secret}` }).getByRole('code')
  }
}
