import { ImpactDialog } from '@/e2e/pages/impact'
import { OnPage } from '@/e2e/pages/on-page'

/** Everybody in the organization, with what may be done with each. */
export class MembersPage extends OnPage {
  row(email: string) {
    return this.page.getByRole('row').filter({ hasText: email })
  }
  actionsOf(name: string) {
    return this.page.getByRole('button', { name: `Actions for ${name}`, exact: true })
  }
  entry(name: 'Change role' | 'Suspend' | 'Reactivate' | 'Remove' | 'Invite back') {
    return this.page.getByRole('menuitem', { name, exact: true })
  }
  removeDialog(name: string) {
    return new ImpactDialog(this.page, `Remove ${name}`)
  }
}
