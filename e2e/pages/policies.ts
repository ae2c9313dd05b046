import { OnPage } from '@/e2e/pages/on-page'

/** What an Owner holds the organization to. */
export class PoliciesPage extends OnPage {
  get graceDays() {
    return this.page.getByLabel('Grace period (days)')
  }
  get revokeAfterDays() {
    return this.page.getByLabel(/^Revoke orphaned keys after \(days\)/)
  }
  get save() {
    return this.page.getByRole('button', { name: 'Save policies' })
  }
}
