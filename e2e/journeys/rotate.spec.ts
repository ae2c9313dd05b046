import { expect, test } from '@/e2e/fixtures'
import { KeyPage, RotateDialog, RotatedKeyDialog } from '@/e2e/pages/key-page'
import { RevokeDialog } from '@/e2e/pages/keys-panel'
import { call } from '@/e2e/processes/call'

test('a key is rotated with a day for both: its secret has the new one, the page says who still uses the old one, and it is ended early', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('nightly')
  const old = await given.key(app, 'build')
  const secret = await given.secret('BUILD_KEY', old.token)
  expect((await call(app.endpoint, { token: old.token })).status).toBe(200)
  const keyPage = new KeyPage(page)
  const rotate = new RotateDialog(page)
  const rotated = new RotatedKeyDialog(page)

  await page.goto(`${app.path}/api-keys/${old.id}`)
  await expect(keyPage.lineage).toBeHidden()
  await keyPage.rotate.click()
  await expect(rotate.dialog).toContainText(old.name)
  await expect(rotate.ending('In 24 hours')).toBeChecked()
  await expect(rotate.expiration('90 days')).toBeChecked()
  await expect(rotate.secret(secret.name)).toBeChecked()
  await expect(rotate.dialog).toContainText(/The old key stops on \d+ \w+ \d{4}, \d\d:\d\d Europe\/Berlin \(/)
  await accessible(page, 'the dialog that rotates a key')
  await rotate.ending('At…').check()
  await rotate.submit.click()
  await expect(rotate.dialog).toContainText('Choose a moment.')
  await rotate.ending('In 24 hours').check()
  await rotate.submit.click()

  await expect(rotated.dialog).toContainText('The old key works until')
  await expect(rotated.dialog.getByRole('link', { name: secret.name })).toBeVisible()
  const token = (await rotated.key.textContent()) ?? ''
  await accessible(page, 'the new key')
  await page.keyboard.press('Escape')
  await expect(rotated.dialog).toBeVisible()
  await rotated.copy.click()
  await rotated.close.click()
  await expect(rotated.dialog).toBeHidden()
  await expect(keyPage.rotate).toBeHidden()
  await expect(keyPage.lineageKeys).toHaveCount(2)

  for (const key of [token, old.token]) expect((await call(app.endpoint, { token: key })).status).toBe(200)
  // What was counted is delivered within seconds.
  await expect(async () => {
    await page.reload()
    await expect(keyPage.lineageKeys.first()).toContainText('1 request in the last 24 hours, 33 %', { timeout: 500 })
  }).toPass()
  await expect(keyPage.lineageKeys.last()).toContainText('67 %')
  await expect(keyPage.lineageKeys.last()).toContainText(/1 caller left: 127\.0\.0\.1/)
  await accessible(page, 'a key that was rotated')

  await keyPage.lineageKeys.first().getByRole('link').click()
  await expect(keyPage.lineageKeys.first()).toContainText('This key')
  await expect(page.getByRole('link', { name: secret.name })).toBeVisible()
  await keyPage.endItNow.click()
  const revoke = new RevokeDialog(page)
  await expect(revoke.dialog).toContainText(old.name)
  await revoke.agreeAndRevoke()
  await expect(revoke.receipt).toContainText('Dead at every gateway')
  expect((await call(app.endpoint, { token: old.token })).verdict).toBe('revoked')
  expect((await call(app.endpoint, { token })).status).toBe(200)
  await revoke.done.click()
  await expect(keyPage.endItNow).toBeHidden()
  await expect(keyPage.lineageKeys.last()).toContainText('Revoked')
})

test('a key is rotated at once: the receipt says that the old one is dead, and the new one is not left without a question', async ({
  page,
  given,
  pageOf,
}) => {
  const app = await given.app('leaked')
  const old = await given.key(app, 'build')
  await page.goto(`${app.path}/api-keys/${old.id}`)
  const rotate = new RotateDialog(page)
  const rotated = new RotatedKeyDialog(page)
  await new KeyPage(page).rotate.click()
  await rotate.ending('At once').check()
  await rotate.submit.dblclick()
  await expect(rotated.dialog.getByText(/^Dead at every gateway/)).toBeVisible()
  expect((await call(app.endpoint, { token: old.token })).verdict).toBe('revoked')
  expect((await call(app.endpoint, { token: (await rotated.key.textContent()) ?? '' })).status).toBe(200)
  await rotated.close.click()
  const question = page.getByRole('alertdialog', { name: 'Close without saving the key?' })
  await question.getByRole('button', { name: 'Go back' }).click()
  await rotated.copy.click()
  await rotated.close.click()
  const [keys] = await given.rows<{ count: number }>('select count(*)::int from api_key where app_id = $1', [app.id])
  expect(keys?.count, 'a double click rotates once').toBe(2)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(old.name)
  await expect(new KeyPage(page).lineageKeys).toHaveCount(2)

  const readers = await pageOf('reader')
  await readers.goto(`${app.path}/api-keys/${old.id}`)
  await expect(new KeyPage(readers).lineageKeys).toHaveCount(2)
  await expect(new KeyPage(readers).rotate).toBeHidden()
})
