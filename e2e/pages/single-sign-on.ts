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
    this.dialog = page.getByRole('dialog', { name: /^(Set up|Edit) single sign-on$/ })
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

/** The page of the provider itself. */
export class ProviderPage {
  private readonly login: Locator
  private readonly submit: Locator

  constructor(page: Page) {
    this.login = page.getByLabel('Login')
    this.submit = page.getByRole('button', { name: 'Log in' })
  }

  async logIn(login: string) {
    await this.login.fill(login)
    await this.submit.click()
  }
}
