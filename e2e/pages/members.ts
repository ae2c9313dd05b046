import { ImpactDialog } from '@/e2e/pages/impact'
import { OnPage } from '@/e2e/pages/on-page'

/** Everybody in the organization, with what may be done with each. */
export class MembersPage extends OnPage {
  row(email: string) {
    return this.page.getByRole('row').filter({ hasText: email })
  }
  tab(name: 'Members' | 'Invitations' | 'Removed') {
    return this.page.getByRole('navigation', { name: 'Members by state' }).getByRole('link', { name })
  }
  get invite() {
    return this.page.getByRole('button', { name: 'Invite member' })
  }
  sendAgain(email: string) {
    return this.page.getByRole('button', { name: `Send the invitation for ${email} again` })
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
  suspendDialog(name: string) {
    return new ImpactDialog(this.page, `Suspend ${name}`)
  }
  demoteDialog(name: string, role: string) {
    return new ImpactDialog(this.page, `Change the role of ${name} to ${role}`)
  }
}

/** Asks whom and as what; then shows the link, once. */
export class InviteDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Invit/ })
  }
  get email() {
    return this.dialog.getByLabel('Email')
  }
  role(name: string) {
    return this.dialog.getByRole('radio', { name: new RegExp(`^${name}`) })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Create invitation' })
  }
  get link() {
    return this.dialog.getByRole('figure', { name: 'Invitation link' })
  }
  get copy() {
    return this.dialog.getByRole('button', { name: 'Copy link' })
  }
  get close() {
    return this.dialog.getByRole('button', { name: 'Close', exact: true })
  }

  /** The link that is shown. */
  async shown(): Promise<string> {
    return (await this.link.innerText()).trim()
  }
}

/** The dialogs that give something, and so show nothing that stops. */
export class RoleDialog extends OnPage {
  readonly name: string

  constructor(page: OnPage['page'], name: string) {
    super(page)
    this.name = name
  }

  get dialog() {
    return this.page.getByRole('dialog', { name: `Change the role of ${this.name}`, exact: true })
  }
  role(name: string) {
    return this.dialog.getByRole('radio', { name: new RegExp(`^${name}`) })
  }
  /** Where the role takes something, what that is comes next. */
  get next() {
    return this.dialog.getByRole('button', { name: 'Go on' })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Change role' })
  }
}

export class ReactivateDialog extends OnPage {
  get dialog() {
    return this.page.getByRole('dialog', { name: /^Reactivate / })
  }
  get submit() {
    return this.dialog.getByRole('button', { name: 'Reactivate' })
  }
}
