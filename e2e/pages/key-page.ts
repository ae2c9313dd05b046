import { OnPage } from '@/e2e/pages/on-page'

/** A key's own page. */
export class KeyPage extends OnPage {
  get rotate() {
    return this.page.getByRole('button', { name: 'Rotate', exact: true })
  }
  get lineage() {
    return this.page.getByRole('region', { name: 'Lineage' })
  }
  /** The keys of its lineage, the newest first. */
  get lineageKeys() {
    return this.lineage.getByRole('listitem')
  }
  get endItNow() {
    return this.lineage.getByRole('button', { name: 'End it now' })
  }
}

export class RotateDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Rotate API key' })
  }
  ending(choice: string) {
    return this.dialog.getByRole('group', { name: 'The old key stops' }).getByRole('radio', { name: choice })
  }
  get day() {
    return this.dialog.getByLabel('Day', { exact: true })
  }
  get time() {
    return this.dialog.getByLabel('Time')
  }
  expiration(choice: string) {
    return this.dialog.getByRole('group', { name: 'Expiration' }).getByRole('radio', { name: choice })
  }
  secret(name: string) {
    return this.dialog.getByRole('checkbox', { name, exact: true })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Rotate', exact: true })
  }
}

/** The same dialog once there is a new key: the only time that it is shown. */
export class RotatedKeyDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: / is rotated$/ })
  }
  get key() {
    return this.dialog.getByRole('figure', { name: 'API key' }).getByRole('code')
  }
  get copy() {
    return this.dialog.getByRole('button', { name: 'Copy API Key' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }
}
