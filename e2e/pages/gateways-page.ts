import { OnPage } from '@/e2e/pages/on-page'

export class GatewaysPage extends OnPage {
  get register() {
    return this.page.getByRole('button', { name: 'Register gateway' })
  }
  get dialog() {
    return this.page.getByRole('dialog')
  }
  get name() {
    return this.dialog.getByLabel('Name')
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Register gateway' })
  }
  get token() {
    return this.dialog.getByRole('figure', { name: 'Gateway token' }).getByRole('code')
  }
  get copyToken() {
    return this.dialog.getByRole('button', { name: 'Copy token' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }
  gateway(name: string) {
    return this.page.getByRole('region', { name, exact: true })
  }
  /** Opens the list of those that are over. */
  get retired() {
    return this.page.getByText(/^Retired gateways/)
  }
  retire(gateway: string) {
    return this.page.getByRole('button', { name: `Retire ${gateway}` })
  }
  get confirmRetirement() {
    return this.page.getByRole('alertdialog').getByRole('button', { name: 'Retire' })
  }
}
