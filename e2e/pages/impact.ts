import type { Page } from '@playwright/test'
import { OnPage } from '@/e2e/pages/on-page'

/** What is shown before something or somebody goes: the keys that stop, a choice for each, and then the receipt. */
export class ImpactDialog extends OnPage {
  readonly title: string | RegExp

  constructor(page: Page, title: string | RegExp) {
    super(page)
    this.title = title
  }

  get dialog() {
    return this.page.getByRole('dialog', { name: this.title })
  }
  /** What becomes of every key that has no choice of its own. */
  forAll(choice: 'Orphan now' | 'Hand over to…' | 'Revoke') {
    return this.dialog.getByRole('radio', { name: choice })
  }
  get keys() {
    return this.dialog.getByRole('list', { name: 'Keys that stop' }).locator('> li')
  }
  key(name: string) {
    return this.keys.filter({ hasText: name })
  }
  choiceOf(name: string) {
    return this.dialog.getByRole('combobox', { name: `What becomes of ${name}`, exact: true })
  }
  offer(name: string) {
    return this.dialog.getByRole('combobox', { name: `Offer ${name} to`, exact: true })
  }
  countdown(name: string) {
    return this.dialog.getByRole('combobox', { name: `The old key ${name}`, exact: true })
  }
  /** One of those who may be offered a key, once the field is open. */
  somebody(name: string | RegExp) {
    return this.page.getByRole('option', { name })
  }
  get confirmation() {
    return this.dialog.getByLabel(/to confirm$/)
  }
  get agreement() {
    return this.dialog.getByRole('checkbox')
  }
  get problem() {
    return this.dialog.getByRole('alert')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: /^(Delete app|Switch off|Remove|Suspend|Change role)$/ })
  }
  get cancel() {
    return this.dialog.getByRole('button', { name: 'Cancel' })
  }
  /** What the gateways have said, once it is done. */
  get receipt() {
    return this.dialog.getByRole('status')
  }
  get done() {
    return this.dialog.getByRole('button', { name: 'Done' })
  }
}
