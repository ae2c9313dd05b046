import { expect, test } from '@/e2e/fixtures'
import { KeysPanel } from '@/e2e/pages/keys-panel'
import { call } from '@/e2e/processes/call'

test('a disabled key is refused and stays under Active; enabled again, it is accepted', async ({ page, given }) => {
  const app = await given.app('pausing')
  const key = await given.key(app, 'paused')
  const panel = new KeysPanel(page)
  const verdict = async () => (await call(app.endpoint, { token: key.token })).verdict ?? 'accepted'

  await page.goto(`${app.path}/api-keys`)
  await panel.disable(key.name).click()
  await expect(panel.row(key.name)).toContainText('Disabled')
  await expect.poll(verdict).toBe('disabled')
  await expect(panel.tab('Active')).toHaveAccessibleName('Active 1')
  await panel.enable(key.name).click()
  await expect(panel.row(key.name)).not.toContainText('Disabled')
  await expect.poll(verdict).toBe('accepted')
  await expect(panel.disable(key.name)).toBeVisible()
})
