import { expect, test } from '@/e2e/fixtures'
import { type EmptyPortal, startEmptyPortal } from '@/e2e/ground/empty-portal'
import { ResetPasswordPage, SetupPage } from '@/e2e/pages/account-pages'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'
import { call } from '@/e2e/processes/call'

test.use({ as: null })
test.describe.configure({ mode: 'serial' })

let portal: EmptyPortal
test.beforeAll(async () => {
  portal = await startEmptyPortal()
})
test.afterAll(() => portal?.stop())

const OWNER = { email: 'ruth@first.test', password: 'an old umbrella' }
const NEW_PASSWORD = 'a new umbrella'

test('an empty portal prints a link, with which the first Owner and organization are made, once', async ({
  page,
  pageOf,
  accessible,
}) => {
  const setup = new SetupPage(page)
  const link = await portal.operator('setup-link')
  expect(link).toMatch(new RegExp(`^${portal.url}/setup\\?token=[\\w-]{43}$`))

  await page.goto(link)
  await accessible(page, 'the setup page')
  await setup.organization.fill('First Light')
  await expect(setup.shortName, 'suggested from the name').toHaveValue('first-light')
  await setup.name.fill('Ruth Adeyemi')
  await setup.email.fill(OWNER.email)
  await setup.password.fill(OWNER.password)
  await setup.submit.click()
  await expect(page).toHaveURL(`${portal.url}/o/first-light`)
  await expect(new Shell(page).account).toHaveAccessibleName('Account: Ruth Adeyemi')
  await expect(page.getByRole('link', { name: 'Gateways' })).toBeVisible()
  await page.goto(`${portal.url}/o/first-light/notification-settings`)
  await expect(page.getByText('Mail is not set up')).toBeVisible()

  const later = await pageOf(null)
  await later.goto(link)
  await expect(later.getByRole('heading', { name: 'This link is not valid' })).toBeVisible()
  await accessible(later, 'the page of a dead link')
  expect(await portal.operator('setup-link'), 'a portal that is set up gives no further link').toBe('')
})

test('a session ends at sign-out, also for whoever kept its cookie', async ({ page }) => {
  const shell = new Shell(page)
  await page.goto(`${portal.url}/o/first-light/secrets`)
  await expect(page).toHaveURL(/\/sign-in/)
  await expect(page.getByText('Ask your operator for a reset link'), 'there is no mail').toBeVisible()
  expect((await call(`${portal.url}/forgot-password`)).status).toBe(404)
  await new SignInPage(page).signIn(OWNER.email, OWNER.password)
  await expect(page).toHaveURL(new RegExp(`^${portal.url}/o/first-light`))
  const cookies = await page.context().cookies(portal.url)
  const session = cookies.find(({ name }) => name.endsWith('session-token'))
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  const kept = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  const home = `${portal.url}/o/first-light`
  expect((await call(home, { headers: kept })).status, 'the kept cookie opens the page before').toBe(200)

  await shell.signOut()
  await expect(page).toHaveURL(`${portal.url}/sign-in`)
  const replayed = await call(home, { headers: kept })
  expect([replayed.status, replayed.headers.location?.replace(portal.url, '')]).toEqual([
    307,
    `/sign-in?to=${encodeURIComponent('/o/first-light')}`,
  ])
  await page.goto(home)
  await expect(page).toHaveURL(/\/sign-in/)
})

test('an operator’s link sets a new password, and works once', async ({ page, pageOf, accessible }) => {
  const [link = ''] = (await portal.operator('reset-password', OWNER.email)).split('\n')
  const reset = new ResetPasswordPage(page)
  await page.goto(link)
  await accessible(page, 'the page that sets a new password')
  await reset.password.fill(NEW_PASSWORD)
  await reset.submit.click()
  await expect(page).toHaveURL(`${portal.url}/o/first-light`)

  const later = await pageOf(null)
  await later.goto(link)
  await expect(later.getByRole('heading', { name: 'This link is not valid' })).toBeVisible()
  await later.goto(`${portal.url}/sign-in`)
  await new SignInPage(later).signIn(OWNER.email, OWNER.password)
  await expect(later.getByText('That e-mail and password do not match.')).toBeVisible()
})
