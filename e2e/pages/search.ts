import { expect } from '@playwright/test'
import { OnPage } from '@/e2e/pages/on-page'

/** The search of the top bar, and the palette that it opens. */
export class Search extends OnPage {
  get button() {
    return this.page.getByRole('button', { name: 'Search', exact: true })
  }
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Search and commands' })
  }
  get field() {
    return this.dialog.getByRole('combobox', { name: 'Search and commands' })
  }
  get options() {
    return this.dialog.getByRole('option')
  }
  /** What Enter opens. */
  get marked() {
    return this.dialog.locator('[role="option"][data-highlighted]')
  }
  option(name: string | RegExp) {
    return this.dialog.getByRole('option', { name })
  }
  group(name: string) {
    return this.dialog.getByRole('group', { name })
  }

  /** A page that has just come hears no keys until its scripts run. */
  async open() {
    await expect(async () => {
      await this.page.keyboard.press('Control+K')
      await expect(this.field).toBeVisible({ timeout: 1_000 })
    }).toPass({ timeout: 15_000 })
  }
}
