import { expect, test } from '@/e2e/fixtures'
import { AppPage, ServicePage } from '@/e2e/pages/apps'
import { KeysPanel, RevokeDialog } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'
import { openStream } from '@/e2e/processes/open-stream'

test('an active key is revoked from its app: the box gates the button, the next call is refused and an open response ends', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('thumbnails')
  const key = await given.key(app, 'deploy')
  const other = await given.key(app, 'other')
  const panel = new KeysPanel(page)
  const revoke = new RevokeDialog(page)

  await page.goto(app.path)
  await expect(new AppPage(page).viewApiKeys).toHaveAccessibleName('View API Keys 2')
  await new AppPage(page).viewApiKeys.click()
  await expect(panel.tab('Active')).toHaveAccessibleName('Active 2')
  await expect(panel.tab('Active')).toHaveAttribute('aria-current', 'page')
  expect((await call(app.endpoint, { token: key.token })).status).toBe(200)
  const stream = await openStream(`${app.endpoint}stream`, key.token)

  await panel.revoke(key.name).click()
  await expect(revoke.dialog).toContainText(key.name)
  await expect(revoke.dialog).toContainText(app.name)
  await expect(revoke.dialog).toContainText('Mara Lindqvist')
  await accessible(page, 'the dialog that revokes a key')
  await expect(revoke.submit).toBeDisabled()
  await revoke.agreement.check()
  await expect(revoke.submit).toBeEnabled()
  await revoke.agreement.uncheck()
  await expect(revoke.submit).toBeDisabled()
  await revoke.agreement.check()
  expect(stream.closedAt()).toBeUndefined()
  await revoke.submit.click()

  await expect(revoke.receipt).toContainText(/^Dead at every gateway, [\d.,]+ m?s after you clicked/)
  await expect(revoke.dialog).toContainText('demo-gateway')
  // From the moment that the page says so there is nothing to wait for.
  const refused = await call(app.endpoint, { token: key.token })
  expect([refused.status, refused.verdict]).toEqual([401, 'revoked'])
  expect(refused.headers['www-authenticate']).toMatch(/^Bearer realm=.*error="invalid_token"/)
  await expect.poll(() => stream.closedAt()).toBeDefined()
  await accessible(page, 'the receipt')
  await revoke.done.click()
  await expect(revoke.dialog).toBeHidden()
  await expect(panel.row(key.name)).toBeHidden()
  expect((await call(app.endpoint, { token: other.token })).status, 'another key of the app goes on').toBe(200)

  await expect(panel.tab('Active')).toHaveAccessibleName('Active 1')
  await panel.tab('History').click()
  await expect(panel.row(key.name)).toContainText('Revoked')
  await expect(panel.row(key.name)).toContainText('Mara Lindqvist')
  await expect(panel.revoke(key.name)).toBeHidden()
})

test('an active key is revoked from its service, and its page tells by whom', async ({ page, given }) => {
  const app = await given.app('charts', { service: 'dashboard_app' })
  const key = await given.key(app, 'weekly')
  const panel = new KeysPanel(page)
  const revoke = new RevokeDialog(page)

  await page.goto('/o/demo')
  await new Shell(page).open('Dashboard Apps')
  await new ServicePage(page).viewApiKeys.click()
  await expect(new Shell(page).heading).toHaveText('API keys of Dashboard Apps')
  await expect(panel.table.getByRole('columnheader', { name: 'App' })).toBeVisible()
  await panel.revoke(key.name).click()
  await revoke.agreeAndRevoke()
  await expect(revoke.receipt).toContainText('Dead at every gateway')
  expect((await call(app.endpoint, { token: key.token })).verdict).toBe('revoked')
  await revoke.done.click()
  await expect(panel.row(key.name)).toBeHidden()

  await panel.tab('History').click()
  await panel.row(key.name).getByRole('link', { name: key.name }).click()
  await expect(new Shell(page).heading).toHaveText(key.name)
  await expect(page.getByText('That is final.')).toContainText('Mara Lindqvist')
  await expect(page.getByText(/^Dead at every gateway, [\d.,]+ m?s after the change$/)).toBeVisible()
})

test('closing the question revokes nothing', async ({ page, given }) => {
  const app = await given.app('kept')
  const key = await given.key(app, 'kept')
  const panel = new KeysPanel(page)
  const revoke = new RevokeDialog(page)

  await page.goto(`${app.path}/api-keys`)
  await panel.revoke(key.name).click()
  await revoke.agreement.check()
  await page.keyboard.press('Escape')
  await expect(revoke.dialog).toBeHidden()
  await expect(panel.revoke(key.name)).toBeFocused()
  await panel.revoke(key.name).click()
  await expect(revoke.agreement, 'each opening asks anew').not.toBeChecked()
  await revoke.dialog.getByRole('button', { name: 'Cancel' }).click()
  expect((await call(app.endpoint, { token: key.token })).status).toBe(200)
})
