import { OnPage } from '@/e2e/pages/on-page'

export class NewSecretDialog extends OnPage {
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

export class SecretsPage extends OnPage {
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
    return this.revealed(secret)
      .getByRole('figure', { name: `Value of ${secret}` })
      .getByRole('code')
  }
}
