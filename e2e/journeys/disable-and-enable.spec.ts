import { expect, test } from '@/e2e/fixtures'
import { DisableDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { call } from '@/e2e/processes/call'

test('a disabled key is refused and stays under Active; enabled again, it is accepted', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('pausing')
  const key = await given.key(app, 'paused')
  const panel = new KeysPanel(page)
  const disable = new DisableDialog(page)
  const verdict = async () => (await call(app.endpoint, { token: key.token })).verdict ?? 'accepted'

  await page.goto(`${app.path}/api-keys`)
  await panel.disable(key.name).click()
  await accessible(page, 'the dialog that disables a key')
  await disable.submit.click()
  await expect(disable.receipt).toContainText(/^Disabled at every gateway, [\d.,]+ m?s after you clicked/)
  expect(await verdict(), 'when the page says so there is nothing to wait for').toBe('disabled')
  await disable.done.click()
  await expect(panel.row(key.name)).toContainText('Disabled')
  await expect(panel.tab('Active')).toHaveAccessibleName('Active 1')
  await panel.enable(key.name).click()
  await expect(panel.row(key.name)).not.toContainText('Disabled')
  await expect.poll(verdict).toBe('accepted')
  await expect(panel.disable(key.name)).toBeVisible()

  await panel.row(key.name).getByRole('link', { name: key.name }).click()
  await page.getByRole('button', { name: /^Receipt of API key disabled by/ }).click()
  await expect(page.getByRole('dialog', { name: 'Receipt' })).toContainText(
    /Disabled at every gateway, [\d.,]+ m?s after the change/,
  )
})
