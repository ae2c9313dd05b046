import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { answersFromNowOn, keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { AppPage, TryDialog } from '@/e2e/pages/apps'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'

test('a key that works, the same key revoked, and garbage are tried from an app’s page, and each verdict is explained', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('tried')
  const key = await given.key(app, 'pasted')
  const attempt = new TryDialog(page)
  await page.goto(app.path)
  const answers = answersFromNowOn(page.context())
  await new AppPage(page).tryIt.click()
  await expect(attempt.key).toBeFocused()

  await attempt.path.fill('?width=1600&height=1200&max=320')
  await attempt.key.fill(key.token)
  await attempt.send.click()
  await expect(attempt.verdict).toContainText(/Accepted: HTTP 200 after \d+ ms/)
  await expect(attempt.answer).toContainText('"thumbnail"')
  await expect(attempt.steps).toHaveCount(15)
  await expect(attempt.steps.filter({ hasText: 'passed' })).toHaveCount(15)
  await accessible(page, 'a call that was accepted')

  await given.revoke(key)
  await expect(async () => {
    await attempt.send.click()
    await expect(attempt.verdict).toContainText('Revoked: HTTP 401', { timeout: 1_000 })
  }).toPass({ timeout: 15_000 })
  await expect(attempt.steps.filter({ hasText: 'It is not revoked' })).toContainText('failed')
  await expect(attempt.steps.filter({ hasText: 'not reached' })).toHaveCount(7)
  await expect(attempt.dialog.getByRole('link', { name: key.name })).toHaveAttribute('href', new RegExp(`${key.id}$`))

  await attempt.key.fill('not-a-key')
  await attempt.send.click()
  await expect(attempt.verdict).toContainText('Malformed key: HTTP 401')
  await attempt.path.fill('../other/')
  await attempt.send.click()
  await expect(attempt.path, 'what leads out of the app is not sent').toHaveAttribute('aria-invalid', 'true')

  await attempt.dialog.getByRole('button', { name: 'Close' }).click()
  await expect(attempt.dialog).toBeHidden()
  await new AppPage(page).tryIt.click()
  await expect(attempt.key, 'the key that was pasted is gone').toHaveValue('')
  for (const seen of [await page.content(), await keptByTheBrowser(page), await answers.all()])
    expect(seen).not.toContain(key.token)
})

test('a key that was just made is tried at once, without pasting it', async ({ page, given }) => {
  const app = await given.app('tried-at-once')
  const attempt = new TryDialog(page)
  const issued = new IssuedKeyDialog(page)
  await page.goto(`${app.path}/api-keys`)
  await new KeysPanel(page).create.click()
  await new CreateKeyDialog(page).name.fill(unused('fresh'))
  await new CreateKeyDialog(page).submit.click()
  await issued.tryIt.click()
  await expect(attempt.key).toBeHidden()
  await attempt.send.click()
  await expect(attempt.verdict).toContainText('Accepted: HTTP 200')
  await page.keyboard.press('Escape')
  await expect(attempt.dialog).toBeHidden()
  await expect(issued.key, 'it is still there to be copied').toBeVisible()
})

test.describe('a reader', () => {
  test.use({ as: 'reader' })

  test('may try an app as well, and is told what a caller without a key is told', async ({ page, given }) => {
    const app = await given.app('read-only')
    await page.goto(app.path)
    await new AppPage(page).tryIt.click()
    await new TryDialog(page).send.click()
    await expect(new TryDialog(page).verdict).toContainText('No API key: HTTP 401')
  })
})
