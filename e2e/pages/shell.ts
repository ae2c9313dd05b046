import { OnPage } from '@/e2e/pages/on-page'

/** What stands around every page of an organization. */
export class Shell extends OnPage {
  get navigation() {
    return this.page.getByRole('navigation', { name: 'Main' })
  }
  get places() {
    return this.navigation.getByRole('link')
  }
  get account() {
    return this.page.getByRole('button', { name: /^Account: / })
  }
  /** With a single organization there is none. */
  get switcher() {
    return this.page.getByRole('button', { name: /^Organization: / })
  }
  organization(name: string) {
    return this.page.getByRole('dialog', { name: 'Organizations' }).getByRole('link', { name })
  }
  get heading() {
    return this.page.getByRole('heading', { level: 1 })
  }
  /** Messages of what has just been done. */
  get messages() {
    return this.page.getByRole('region', { name: /Notifications/ })
  }

  async open(place: string) {
    await this.navigation.getByRole('link', { name: place, exact: true }).click()
  }
  async signOut() {
    await this.account.click()
    await this.page.getByRole('button', { name: 'Sign out' }).click()
  }
}
