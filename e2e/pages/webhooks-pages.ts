import { OnPage } from '@/e2e/pages/on-page'

/** The list of webhooks, and what makes one. */
export class WebhooksPage extends OnPage {
  get create() {
    return this.page.getByRole('button', { name: 'New webhook' })
  }
  get dialog() {
    return this.page.getByRole('dialog')
  }
  get address() {
    return this.dialog.getByLabel('Address')
  }
  get all() {
    return this.dialog.getByLabel('All of these')
  }
  toldOf(type: string) {
    return this.dialog.getByRole('checkbox', { name: type })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Add webhook' })
  }
  get secret() {
    return this.dialog.getByRole('figure', { name: 'Signing secret' }).getByRole('code')
  }
  get copySecret() {
    return this.dialog.getByRole('button', { name: 'Copy secret' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }
  row(address: string) {
    return this.page.getByRole('row').filter({ hasText: address })
  }
}

/** One webhook, its dialogs and its log. */
export class WebhookPage extends WebhooksPage {
  get heading() {
    return this.page.getByRole('heading', { level: 1 })
  }
  get ping() {
    return this.page.getByRole('button', { name: 'Ping', exact: true })
  }
  get rotate() {
    return this.page.getByRole('button', { name: 'Rotate', exact: true })
  }
  get rotateSecret() {
    return this.dialog.getByRole('button', { name: 'Rotate secret' })
  }
  get endOld() {
    return this.page.getByRole('button', { name: 'End the old one now' })
  }
  get edit() {
    return this.page.getByRole('button', { name: 'Edit' })
  }
  get enable() {
    return this.page.getByRole('button', { name: 'Enable' })
  }
  get delete() {
    return this.page.getByRole('button', { name: 'Delete', exact: true })
  }
  get question() {
    return this.page.getByRole('alertdialog')
  }
  get log() {
    return this.page.getByRole('region', { name: 'Log' })
  }
  /** A message in the log. */
  message(type: string) {
    return this.log.getByRole('row').filter({ hasText: type })
  }
  sendAgain(type: string) {
    return this.page.getByRole('button', { name: `Send ${type} again` })
  }
}
