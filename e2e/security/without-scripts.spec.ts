import { expect, test } from '@/e2e/fixtures'
import { type EmptyPortal, startEmptyPortal } from '@/e2e/ground/empty-portal'
import { InvitationPage, ResetPasswordPage, SetupPage } from '@/e2e/pages/account-pages'
import { SignInPage } from '@/e2e/pages/sign-in-page'

test.use({ as: null, javaScriptEnabled: false })
test.describe.configure({ mode: 'serial' })

let portal: EmptyPortal
test.beforeAll(async () => {
  portal = await startEmptyPortal()
})
test.afterAll(() => portal?.stop())

// Where scripts are off, Chromium says that the policy refused what it had begun to fetch of them.
test.beforeEach(({ watched }) => watched.allow(/\.js failed: csp/))

const OWNER = { email: 'ruth@plain.test', password: 'an old umbrella' }

test('without scripts the setup form works: refusals beside their fields, what was typed kept', async ({ page }) => {
  const setup = new SetupPage(page)
  await page.goto(await portal.operator('setup-link'))
  await setup.organization.fill('Plain')
  await setup.shortName.fill('Not a short name!')
  await setup.name.fill('Ruth Adeyemi')
  await setup.email.fill('ruth')
  await setup.password.fill('short')
  await setup.submit.click()
  await expect(setup.shortName).toHaveAccessibleDescription(/Use lower case letters, digits and single hyphens/)
  await expect(setup.shortName).toHaveValue('Not a short name!')
  await expect(setup.email).toHaveAccessibleDescription(/such as mara@example\.com/)
  await expect(setup.email).toHaveValue('ruth')
  await expect(setup.password).toHaveAccessibleDescription(/At least 8 characters/)
  await expect(setup.password, 'a password is never sent back').toHaveValue('')
  await expect(setup.organization).toHaveValue('Plain')

  await setup.shortName.fill('plain')
  await setup.email.fill(OWNER.email)
  await setup.password.fill(OWNER.password)
  await setup.submit.click()
  await expect(page).toHaveURL(`${portal.url}/o/plain`)
  await expect(page.getByRole('link', { name: 'Home', exact: true })).toBeVisible()
})

test('without scripts one signs in', async ({ page }) => {
  const signIn = new SignInPage(page)
  await page.goto(`${portal.url}/sign-in`)
  await signIn.signIn(OWNER.email, 'wrong')
  await expect(page.getByText('That e-mail and password do not match.')).toBeVisible()
  await expect(signIn.email).toHaveValue(OWNER.email)
  await signIn.signIn(OWNER.email, OWNER.password)
  await expect(page).toHaveURL(`${portal.url}/o/plain`)
})

test('without scripts one sets a new password', async ({ page }) => {
  const [link = ''] = (await portal.operator('reset-password', OWNER.email)).split('\n')
  const reset = new ResetPasswordPage(page)
  await page.goto(link)
  await reset.password.fill('short')
  await reset.submit.click()
  await expect(reset.password).toHaveAccessibleDescription(/At least 8 characters/)
  await reset.password.fill('a new umbrella')
  await reset.submit.click()
  await expect(page).toHaveURL(`${portal.url}/o/plain`)
})

test('without scripts one joins by an invitation', async ({ page }) => {
  const invitation = new InvitationPage(page)
  await page.goto(await portal.invite('lin@plain.test'))
  await invitation.name.fill('Lin Osei')
  await invitation.password.fill('short')
  await invitation.join.click()
  await expect(invitation.password).toHaveAccessibleDescription(/At least 8 characters/)
  await expect(invitation.password, 'a password is never sent back').toHaveValue('')
  await expect(invitation.name).toHaveValue('Lin Osei')
  await invitation.password.fill('a third umbrella')
  await invitation.join.click()
  await expect(page).toHaveURL(`${portal.url}/o/plain`)
})
