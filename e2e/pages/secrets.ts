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
  copy(secret: string) {
    return this.page.getByRole('button', { name: `Copy ${secret}`, exact: true })
  }
  get search() {
    return this.page.getByRole('searchbox', { name: 'Search secrets' })
  }
  tab(name: 'Secrets' | 'Deleted') {
    return this.page
      .getByRole('navigation', { name: 'Secrets by state' })
      .getByRole('link', { name: new RegExp(`^${name}`) })
  }
  open(secret: string) {
    return this.row(secret).getByRole('link', { name: secret, exact: true }).click()
  }
  value(secret: string) {
    return this.revealed(secret)
      .getByRole('figure', { name: `Value of ${secret}` })
      .getByRole('code')
  }
}

/** One secret's own page. */
export class SecretPage extends OnPage {
  get update() {
    return this.page.getByRole('button', { name: 'Update', exact: true })
  }
  get rename() {
    return this.page.getByRole('button', { name: 'Rename', exact: true })
  }
  get share() {
    return this.page.getByRole('button', { name: 'Share', exact: true })
  }
  get delete() {
    return this.page.getByRole('button', { name: 'Delete', exact: true })
  }
  restore(secret: string) {
    return this.page.getByRole('button', { name: `Restore ${secret}`, exact: true })
  }
  endSharing(member: string) {
    return this.page.getByRole('button', { name: `End sharing with ${member}` })
  }
  get shares() {
    return this.page.getByRole('region', { name: 'Shared with' })
  }
  version(number: number) {
    return this.page
      .getByRole('row')
      .filter({ has: this.page.getByRole('cell', { name: new RegExp(`^${number}( In force)?$`) }) })
  }
}

export class UpdateSecretDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Update secret' })
  }
  get value() {
    return this.dialog.getByLabel('New value')
  }
  submit(version: number) {
    return this.dialog.getByRole('button', { name: `Save as version ${version}` })
  }
  /** That somebody else saved a version meanwhile. */
  get warning() {
    return this.dialog.getByRole('alert')
  }
  look(version: number) {
    return this.dialog.getByRole('button', { name: `Look at version ${version}` })
  }
  newer(secret: string) {
    return this.dialog.getByRole('figure', { name: `Value of ${secret}` }).getByRole('code')
  }
}

export class ShareSecretDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Share / })
  }
  get member() {
    return this.dialog.getByLabel('Member')
  }
  access(name: 'Read' | 'Manage') {
    return this.dialog.getByRole('radio', { name: new RegExp(`^${name}`) })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Share' })
  }
}

export class DeleteSecretDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Delete secret' })
  }
  get agreement() {
    return this.dialog.getByRole('checkbox')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Delete' })
  }
}

/** `Restore secret` and `Rename secret` ask for a name. */
export class SecretNameDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^(Restore|Rename) secret$/ })
  }
  get name() {
    return this.dialog.getByLabel('Name')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: /^(Restore|Rename)$/ })
  }
}
