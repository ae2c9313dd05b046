import type { Locator, Page } from '@playwright/test'

/** The page on which an Owner says how members sign in. */
export class SingleSignOnPage {
  readonly setUp: Locator
  readonly dialog: Locator
  readonly on: Locator
  readonly test: Locator
  readonly tested: Locator
  readonly remove: Locator
  readonly confirmation: Locator

  constructor(page: Page) {
    this.setUp = page.getByRole('button', { name: 'Set up single sign-on' })
    this.dialog = page.getByRole('dialog')
    this.on = page.getByRole('switch', { name: 'Sign-in by this provider' })
    this.test = page.getByRole('button', { name: 'Test sign-in' })
    this.tested = page.getByRole('status').filter({ hasText: 'The test sign-in' })
    this.remove = page.getByRole('button', { name: 'Remove' })
    this.confirmation = page.getByRole('alertdialog')
  }

  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true })
  }

  async save() {
    await this.dialog.getByRole('button', { name: 'Save' }).click()
  }
}
