import { expect, test } from '@/e2e/fixtures'

test.use({ as: 'owner' })

test('the bell tells of an app that was deleted, leads there, and forgets it once it was read; settings say what is told and how', async ({
  page,
  given,
}) => {
  const app = await given.app('told-of')
  await given.key(app, 'told-of')
  await given.deleteApp(app)

  await page.goto('/o/demo')
  const bell = page.getByRole('button', { name: /^Notifications, \d+ .*unread$/ })
  await bell.click()
  const told = page.getByRole('dialog', { name: 'Notifications' })
  const message = told.getByRole('listitem').filter({ hasText: app.name })
  await expect(message).toContainText('1 API key is orphaned')
  await expect(message.getByText('Unread')).toBeAttached()
  await message.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`${app.path}$`))
  await expect(told).toBeHidden()

  await bell.click()
  await expect(message.getByText('Unread')).toHaveCount(0)
  await told.getByRole('link', { name: 'All notifications' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notifications')
  await page.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(page.getByRole('button', { name: 'Notifications, none unread' })).toBeVisible()

  await page.goto('/o/demo/notification-settings')
  const created = page.getByRole('checkbox', { name: 'Bell: A key is created' })
  await expect(created).not.toBeChecked()
  await created.check()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings are saved')).toBeVisible()
  await page.reload()
  await expect(created).toBeChecked()
  await created.uncheck()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('The settings are saved')).toBeVisible()
})
