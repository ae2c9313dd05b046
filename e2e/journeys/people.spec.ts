import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { linkIn, mailTo } from '@/e2e/ground/mails'
import { PASSWORD, PEOPLE } from '@/e2e/ground/people'
import { AccountPage, InvitationPage } from '@/e2e/pages/account-pages'
import { CreateKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { InviteDialog, MembersPage, ReactivateDialog, RoleDialog } from '@/e2e/pages/members'
import { PoliciesPage } from '@/e2e/pages/policies'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'
import { call } from '@/e2e/processes/call'

test.use({ as: 'owner' })

test('an Owner invites by mail, and by a link that is shown once; sent again, only the new ones are good; who follows that of the mail joins with a new account and works', async ({
  page,
  pageOf,
  given,
  accessible,
}) => {
  const app = await given.app('welcome')
  const members = new MembersPage(page)
  const invite = new InviteDialog(page)
  const email = `${unused('ines')}@demo.test`

  await page.goto('/o/demo/members')
  await members.invite.click()
  await invite.email.fill(PEOPLE.reader.email)
  await invite.submit.click()
  await expect(invite.email).toHaveAccessibleDescription(/is a member already/)
  await expect(invite.email).toHaveValue(PEOPLE.reader.email)
  await invite.email.fill(email)
  await invite.role(PEOPLE.developer.role).check()
  await invite.submit.click()
  await expect(invite.link).toBeVisible()
  await expect(invite.dialog).toContainText('A mail with a link is on its way to them.')
  await accessible(page, 'the link of an invitation', ['light'])
  const first = await invite.shown()
  await page.keyboard.press('Escape')
  await expect(invite.link, 'nothing that is shown once goes by accident').toBeVisible()
  await invite.copy.click()
  await invite.close.click()

  const subject = 'You are invited to Demo Organization'
  await mailTo(email, subject)
  await members.tab('Invitations').click()
  await expect(members.row(email)).toContainText('Open')
  await members.sendAgain(email).click()
  await expect(invite.link).toBeVisible()
  const second = await invite.shown()
  const mailed = linkIn(await mailTo(email, subject, 2))
  await invite.copy.click()
  await invite.close.click()

  const theirs = await pageOf(null)
  const invitation = new InvitationPage(theirs)
  await theirs.goto(first)
  await expect(invitation.heading).toHaveText('This invitation is not valid any more')
  await theirs.goto(mailed)
  await expect(invitation.heading).toHaveText('Join Demo Organization')
  await expect(invitation.email).toHaveValue(email)
  await invitation.name.fill('Ines Faro')
  await invitation.password.fill('short')
  await invitation.join.click()
  await expect(invitation.password).toHaveAccessibleDescription(/At least 8 characters/)
  await expect(invitation.name).toHaveValue('Ines Faro')
  await invitation.password.fill('a quiet harbour')
  await invitation.join.click()
  await expect(theirs).toHaveURL(/\/o\/demo$/)
  await expect(new Shell(theirs).account).toHaveAccessibleName('Account: Ines Faro')

  const key = unused('first-key')
  const create = new CreateKeyDialog(theirs)
  await theirs.goto(`${app.path}/api-keys`)
  await new KeysPanel(theirs).create.click()
  await create.name.fill(key)
  await create.submit.click()
  await expect(theirs.getByRole('button', { name: 'Copy API Key' })).toBeVisible()

  await page.goto(`/o/demo/members?text=${encodeURIComponent(email)}`)
  await expect(members.row(email)).toContainText(PEOPLE.developer.role)
  await members.tab('Invitations').click()
  await expect(members.row(email)).toBeHidden()
  await page.goto(second)
  await expect(new InvitationPage(page).heading).toHaveText('This invitation is not valid any more')
})

test('what a suspension or a lesser role stops is seen before, and stops with a receipt; what comes back is seen before, and works again', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('absence')
  const member = await given.member('Suri Park')
  const key = await given.key(app, 'errands', { by: member })
  const verdict = async () => (await call(app.endpoint, { token: key.token })).verdict ?? 'accepted'
  const members = new MembersPage(page)
  const suspend = members.suspendDialog(member.name)
  const reactivate = new ReactivateDialog(page)
  const role = new RoleDialog(page, member.name)
  const demote = members.demoteDialog(member.name, PEOPLE.reader.role)
  const orphaned = /^Orphaned at every gateway, [\d.,]+ m?s after you clicked/
  const ask = async (entry: Parameters<MembersPage['entry']>[0]) => {
    await members.actionsOf(member.name).click()
    await members.entry(entry).click()
  }
  await page.goto(`/o/demo/members?text=${encodeURIComponent(member.email)}`)
  await expect.poll(verdict).toBe('accepted')

  await test.step('suspended', async () => {
    await ask('Suspend')
    await expect(suspend.key(key.name)).toBeVisible()
    await suspend.agreement.check()
    await suspend.submit.click()
    await expect(suspend.receipt).toContainText(orphaned)
    expect(await verdict()).toBe('orphaned')
    await suspend.done.click()
    await expect(members.row(member.email)).toContainText('Suspended')
    await expect(members.row(member.email)).toContainText('1 key comes back with them until')
  })

  await test.step('reactivated', async () => {
    await ask('Reactivate')
    await expect(reactivate.dialog).toContainText('1 key that the suspension stopped works again.')
    await accessible(page, 'what comes back with a member', ['light'])
    await reactivate.submit.click()
    await expect(members.row(member.email)).toContainText('Active')
    await expect(new Shell(page).messages).toContainText('1 key works again')
    await expect.poll(verdict).toBe('accepted')
  })

  await test.step('demoted', async () => {
    await ask('Change role')
    await role.role(PEOPLE.reader.role).check()
    await role.next.click()
    await expect(demote.key(key.name)).toBeVisible()
    await demote.agreement.check()
    await demote.submit.click()
    await expect(demote.receipt).toContainText(orphaned)
    expect(await verdict()).toBe('orphaned')
    await demote.done.click()
    await expect(members.row(member.email)).toContainText(PEOPLE.reader.role)
  })

  await test.step('promoted', async () => {
    await ask('Change role')
    await role.role(PEOPLE.developer.role).check()
    await role.submit.click()
    await expect(members.row(member.email)).toContainText(PEOPLE.developer.role)
    await expect(new Shell(page).messages).toContainText(`${member.name} is ${PEOPLE.developer.role} now`)
    await expect.poll(verdict).toBe('accepted')
  })
})

test('one’s own name, time zone, sessions and password are changed in one place; an organization that suspends one is no longer offered', async ({
  pageOf,
  given,
}) => {
  const member = await given.member('Tove Berg')
  await given.alsoIn('acme', member)
  const browsers = {
    own: await pageOf(null),
    lost: await pageOf(null, { userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/142.0.0.0' }),
    old: await pageOf(null, { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0' }),
  }
  const { own, lost, old } = browsers
  for (const browser of Object.values(browsers)) {
    await browser.goto('/sign-in')
    await new SignInPage(browser).signIn(member.email, PASSWORD)
    await expect(browser).toHaveURL(/\/o\/[a-z]+$/)
  }
  const account = new AccountPage(own)
  const shell = new Shell(own)

  await test.step('a name, and the zone in which moments are shown', async () => {
    await own.goto('/account')
    await account.name.fill('')
    await account.timeZone.selectOption('America/New_York')
    await account.save.click()
    await expect(account.name).toHaveAccessibleDescription(/your name/)
    await expect(account.timeZone).toHaveValue('America/New_York')
    await account.name.fill('Tove Berg-Lund')
    await account.save.click()
    await expect(shell.messages).toContainText('Your account was changed')
    await own.goto('/o/demo/members')
    await expect(shell.account).toHaveAccessibleName('Account: Tove Berg-Lund')
    await expect(own.getByText('Times in America/New_York')).toBeVisible()
  })

  await test.step('one session ends, and then all others with the password', async () => {
    await own.goto('/account')
    await expect(account.sessions).toHaveCount(3)
    await account.endSession('Chrome 142 on Windows').click()
    await expect(account.sessions).toHaveCount(2)
    await lost.reload()
    await expect(lost).toHaveURL(/\/sign-in/)
    await account.currentPassword.fill('a wrong guess')
    await account.newPassword.fill('a long enough one')
    await account.changePassword.click()
    await expect(account.currentPassword).toHaveAccessibleDescription(/not your password/)
    await account.currentPassword.fill(PASSWORD)
    await account.newPassword.fill('a long enough one')
    await account.changePassword.click()
    await expect(account.sessions).toHaveCount(1)
    await old.reload()
    await expect(old).toHaveURL(/\/sign-in/)
    await new SignInPage(old).signIn(member.email, 'a long enough one')
    await expect(old).toHaveURL(/\/o\/[a-z]+$/)
  })

  await test.step('of two organizations one suspends them', async () => {
    await own.goto('/o/demo')
    await shell.switcher.click()
    await shell.organization('Acme Research').click()
    await expect(own).toHaveURL(/\/o\/acme$/)
    await own.goto('/o/demo')
    await given.suspend(member, 'acme')
    expect((await own.request.get('/o/acme')).status()).toBe(404)
    await own.reload()
    await expect(shell.account).toBeVisible()
    await expect(shell.switcher).toBeHidden()
    await own.goto('/account')
    await expect(account.organizations).toHaveText(['Demo Organization'])
  })
})

test('an Owner says how long absences are forgiven and when orphaned keys end; what can’t be is refused beside its field', async ({
  page,
}) => {
  const policies = new PoliciesPage(page)
  await page.goto('/o/acme/policies')
  await policies.graceDays.fill('a month')
  await policies.revokeAfterDays.fill('0')
  await policies.save.click()
  await expect(policies.graceDays).toHaveAccessibleDescription(/Enter a number of whole days/)
  await expect(policies.revokeAfterDays).toHaveAccessibleDescription(/At least 1/)
  await expect(policies.graceDays).toHaveValue('a month')
  await policies.graceDays.fill('60')
  await policies.revokeAfterDays.fill('45')
  await policies.save.click()
  await expect(policies.revokeAfterDays).toHaveAccessibleDescription(/grace period of 60 days/)
  await expect(policies.revokeAfterDays).toHaveValue('45')
  await policies.revokeAfterDays.fill('90')
  await policies.save.click()
  await expect(new Shell(page).messages).toContainText('Policies saved')
  await page.reload()
  await expect(policies.graceDays).toHaveValue('60')
  await expect(policies.revokeAfterDays).toHaveValue('90')
})
