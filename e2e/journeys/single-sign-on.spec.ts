import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { CLIENT, startIdentityProvider } from '@/e2e/ground/identity-provider'
import { keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { ProviderPage, SingleSignOnPage } from '@/e2e/pages/single-sign-on'

test.use({ as: 'owner' })

test('an Owner sets a provider up and tries it; somebody new signs in by it and enters as a Developer, an account that exists is connected first, and all of it ends when it is removed', async ({
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
    await newcomer.goto('/sign-in')
    await newcomer.getByRole('link', { name: 'Sign in with single sign-on' }).click()
    await newcomer.getByLabel('Organization’s short name').fill('nobody-here')
    await newcomer.getByRole('button', { name: 'Continue' }).click()
    await expect(newcomer.getByText('No organization with that short name')).toBeVisible()
    await newcomer.getByLabel('Organization’s short name').fill('Demo')
    await newcomer.getByRole('button', { name: 'Continue' }).click()
    await newcomer.getByRole('link', { name: 'Sign in with Demo login' }).click()
    await new ProviderPage(newcomer).logIn(login)
    await expect(newcomer).toHaveURL(/\/o\/demo$/)
    await newcomer.getByRole('button', { name: /account/i }).click()
    await expect(newcomer.getByText(`${login}@sso.test`)).toBeVisible()
    expect(await keptByTheBrowser(newcomer)).not.toContain(login)

    const member = await pageOf('secondDeveloper')
    await member.goto('/single-sign-on?organization=demo')
    await member.getByRole('button', { name: 'Connect Demo login' }).click()
    await new ProviderPage(member).logIn(unused('chen'))
    await expect(member.getByRole('status')).toContainText('Connected')
  } finally {
    await page.goto(address)
    await settings.remove.click()
    await settings.confirmation.getByRole('button', { name: 'Remove' }).click()
    await expect(settings.setUp).toBeVisible()
    await provider.stop()
  }
})
