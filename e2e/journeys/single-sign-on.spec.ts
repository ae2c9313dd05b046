import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { CLIENT, startIdentityProvider } from '@/e2e/ground/identity-provider'
import { keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { AccountPage } from '@/e2e/pages/account-pages'
import { ProviderPage, SingleSignOnPage } from '@/e2e/pages/single-sign-on'

test.use({ as: 'owner' })

test('an Owner sets a provider up and tries it; somebody new signs in by it and enters as a Developer, an account that exists is connected and disconnected by its holder, and all of it ends when it is removed', async ({
  page,
  pageOf,
  accessible,
}) => {
  const provider = await startIdentityProvider('sso.test')
  const address = '/o/demo/sso'
  const settings = new SingleSignOnPage(page)
  try {
    await page.goto(address)
    await settings.setUp.click()
    await settings.field('Name on the button').fill('Demo login')
    await settings.field('Issuer').fill('http://127.0.0.1:1')
    await settings.field('Client ID').fill(CLIENT.clientId)
    await settings.field('Client secret').fill(CLIENT.clientSecret)
    await settings.field('Domains').fill('sso.test')
    await settings.field('Role of new members').selectOption('Developer')
    await settings.save()
    await expect(settings.dialog).toContainText('can’t be reached')
    await settings.field('Issuer').fill(provider.issuer)
    await settings.save()
    await expect(settings.dialog).toBeHidden()
    await expect(page.getByText('Kept sealed; it is never shown again')).toBeVisible()
    expect(await page.content()).not.toContain(CLIENT.clientSecret)

    await settings.test.click()
    await new ProviderPage(page).logIn('olga')
    await expect(settings.tested).toContainText('olga@sso.test (verified)')
    await settings.on.click()
    await expect(page.getByText('Single sign-on is on')).toBeVisible()
    await expect(settings.on).toBeChecked()
    await accessible(page, 'the page of single sign-on')

    const newcomer = await pageOf(null)
    const login = unused('nia')
    // Somebody else's link to the sign-in page leads nowhere else.
    await newcomer.goto('/sign-in?to=%2F%5Cevil.test')
    await newcomer.getByRole('link', { name: 'Sign in with single sign-on' }).click()
    await newcomer.getByLabel('Organization’s short name').fill('nobody-here')
    await newcomer.getByRole('button', { name: 'Continue' }).click()
    await expect(newcomer.getByText('No organization with that short name')).toBeVisible()
    await newcomer.getByLabel('Organization’s short name').fill('Demo')
    await newcomer.getByRole('button', { name: 'Continue' }).click()
    await newcomer.getByRole('link', { name: 'Sign in with Demo login' }).click()
    const answering = newcomer.waitForRequest(/\/sso\/callback\?/)
    await new ProviderPage(newcomer).logIn(login)
    const answer = (await answering).url()
    await expect(newcomer).toHaveURL(/\/o\/demo$/)
    // A button hears nothing until the scripts have run.
    await newcomer.waitForLoadState('networkidle')
    await newcomer.getByRole('button', { name: /account/i }).click()
    await expect(newcomer.getByText(`${login}@sso.test`)).toBeVisible()
    expect(await keptByTheBrowser(newcomer)).not.toContain(login)

    const member = await pageOf('secondDeveloper')
    // What the provider answered is good once, and in the browser that asked.
    for (const each of [newcomer, member]) {
      await each.goto(answer)
      await expect(each.getByText('was answered already, or began in another browser')).toBeVisible()
    }

    await newcomer.goto('/account')
    await expect(new AccountPage(newcomer).singleSignOn).toContainText('you have no password')
    await member.goto('/account')
    const account = new AccountPage(member)
    await account.singleSignOn.getByRole('link', { name: 'Connect single sign-on of Demo' }).click()
    await member.getByRole('button', { name: 'Connect Demo login' }).click()
    await new ProviderPage(member).logIn(unused('chen'))
    await expect(member.getByRole('status')).toContainText('Connected')
    await member.getByRole('link', { name: 'Your account' }).click()
    await account.singleSignOn.getByRole('button', { name: 'Disconnect single sign-on of Demo' }).press('Enter')
    await expect(account.confirmation).toContainText('no longer sign in to Demo Organization with Demo login')
    await accessible(member, 'the question before disconnecting')
    await account.confirmation.getByRole('button', { name: 'Disconnect' }).press('Enter')
    await expect(account.confirmation).toBeHidden()
    await expect(account.singleSignOn).toContainText('Not connected')
    await expect(account.singleSignOn.getByRole('heading')).toBeFocused()
  } finally {
    await page.goto(address)
    await settings.remove.click()
    await settings.confirmation.getByRole('button', { name: 'Remove' }).click()
    await expect(settings.setUp).toBeVisible()
    await provider.stop()
  }
})
