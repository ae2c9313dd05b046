import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { AppPage } from '@/e2e/pages/apps'
import { CreateKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { call } from '@/e2e/processes/call'

test('with its provider off an app accepts no key and none is created; on again, its keys come back', async ({
  page,
  given,
  pageOf,
  accessible,
}) => {
  const app = await given.app('switched')
  const key = await given.key(app, 'before')
  const appPage = new AppPage(page)
  const verdict = async () => (await call(app.endpoint, { token: key.token })).verdict ?? 'accepted'

  // Somebody has the dialog open from before.
  const colleague = await pageOf('secondDeveloper')
  const create = new CreateKeyDialog(colleague)
  await colleague.goto(`${app.path}/api-keys`)
  await new KeysPanel(colleague).create.click()
  await create.name.fill(unused('too-late'))

  await page.goto(app.path)
  await expect(appPage.provider).toBeChecked()
  const off = appPage.providerOffDialog
  await appPage.provider.click()
  await expect(off.dialog).toContainText('1 live key opens it')
  await page.keyboard.press('Escape')
  await expect(appPage.provider, 'closing the question switches nothing').toBeChecked()
  await expect(appPage.provider).toBeFocused()
  await appPage.provider.click()
  await accessible(page, 'the dialog that switches a provider off')
  await expect(off.submit, 'a live key breaks, so it asks for agreement').toBeDisabled()
  await off.agreement.check()
  await off.submit.click()
  await expect(off.receipt).toContainText(/^Off at every gateway, [\d.,]+ m?s after you clicked/)
  expect(await verdict(), 'when the page says so there is nothing to wait for').toBe('provider_off')
  await off.done.click()
  await expect(page.getByText('API keys off')).toBeVisible()

  await create.submit.click()
  await expect(create.dialog).toContainText('The API-key provider of this app is off, so no key can be created.')
  await expect(create.name).toHaveValue(/^too-late/)

  await page.reload()
  await expect(appPage.provider).not.toBeChecked()
  await appPage.viewApiKeys.click()
  await expect(page.getByText('The API-key provider of this app is off')).toBeVisible()
  await page.goto(app.path)
  await appPage.provider.check()
  await expect(page.getByText('Accepts API keys')).toBeVisible()
  await expect.poll(verdict).toBe('accepted')

  await create.submit.click()
  await expect(colleague.getByRole('dialog', { name: / is ready$/ })).toBeVisible()
})
