import { expect, test } from '@/e2e/fixtures'
import { linkIn, mailTo } from '@/e2e/ground/mails'
import { PASSWORD } from '@/e2e/ground/people'
import { ForgotPasswordPage, ResetPasswordPage } from '@/e2e/pages/account-pages'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'

test.use({ as: null })

test('whoever forgot a password gets a mail, sets a new one by its link, and is signed in there alone', async ({
  page,
  pageOf,
  given,
}) => {
  const member = await given.member('Anouk Perrin')
  const elsewhere = await pageOf(null)
  await elsewhere.goto('/sign-in')
  await new SignInPage(elsewhere).signIn(member.email, PASSWORD)
  await expect(elsewhere).toHaveURL(/\/o\/demo$/)

  const forgot = new ForgotPasswordPage(page)
  await page.goto('/sign-in')
  await forgot.link.click()
  // The page before has a field of that name, too.
  await expect(page).toHaveURL(/\/forgot-password$/)
  await forgot.email.fill(member.email)
  await forgot.submit.click()
  await expect(forgot.answer, 'the same for an address that nobody has').toContainText('If there is an account')

  const link = linkIn(await mailTo(member.email, 'Set a new password'))
  const reset = new ResetPasswordPage(page)
  await page.goto(link)
  await reset.password.fill('a new umbrella')
  await reset.submit.click()
  await expect(page).toHaveURL(/\/o\/demo$/)
  await expect(new Shell(page).account).toHaveAccessibleName(`Account: ${member.name}`)

  await elsewhere.reload()
  await expect(elsewhere).toHaveURL(/\/sign-in/)
  await elsewhere.goto(link)
  await expect(elsewhere.getByRole('heading', { name: 'This link is not valid' })).toBeVisible()
})
