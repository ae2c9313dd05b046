import { OnPage } from '@/e2e/pages/on-page'

/** Asks which member is to take something over. */
export class OfferDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^(Offer \d+ keys?|Hand over .+|Give .+ an owner)$/ })
  }
  get member() {
    return this.dialog.getByRole('combobox', { name: 'Member' })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: /^(Offer|Make them its owner)$/ })
  }

  async choose(name: string) {
    const search = this.page.getByRole('combobox', { name: 'Search members' })
    // A list that is opened in the moment in which its dialog comes may be closed by it.
    while (!(await search.isVisible())) {
      await this.member.click()
      await search.waitFor({ timeout: 2_000 }).catch(() => undefined)
    }
    await search.fill(name)
    await this.page.getByRole('option', { name: new RegExp(`^${name} `) }).click()
  }
}

/** What is offered to whoever looks. */
export class OffersPage extends OnPage {
  offer(name: string) {
    return this.page.getByRole('listitem').filter({ has: this.accept(name) })
  }
  accept(name: string) {
    return this.page.getByRole('button', { name: `Accept ${name}`, exact: true })
  }
  decline(name: string) {
    return this.page.getByRole('button', { name: `Decline ${name}`, exact: true })
  }
  get dialog() {
    return this.page.getByRole('dialog', { name: 'Accept an API key' })
  }
  expiration(choice: string) {
    return this.dialog.getByRole('group', { name: 'Expiration' }).getByRole('radio', { name: choice })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Accept', exact: true })
  }
}
