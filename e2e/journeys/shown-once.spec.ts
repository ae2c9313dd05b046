import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'

test('the dialog with the key closes only by its own button, and asks first when the key was neither copied nor saved', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('once')
  const keyName = unused('unsaved')
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)

  await page.goto(`${app.path}/api-keys`)
  await panel.create.click()
  await create.name.fill(keyName)
  await create.submit.click()
  await expect(issued.key).toBeVisible()
  const token = (await issued.key.textContent()) ?? ''

  await test.step('neither Esc nor a press outside closes it', async () => {
    // A dialog that is closing still shows what it showed, but is not open any more.
    await page.keyboard.press('Escape')
    await expect(issued.dialog).toHaveAttribute('data-open')
    await page.mouse.click(8, 8)
    await expect(issued.dialog).toHaveAttribute('data-open')
    await expect(issued.key).toHaveText(token)
    await expect(issued.question).toBeHidden()
  })

  await test.step('Close asks, Go back leads back', async () => {
    await issued.close.click()
    await expect(issued.question).toBeVisible()
    await accessible(page, 'the question before closing')
    await expect(issued.question.getByRole('button', { name: 'Go back' })).toBeFocused()
    await issued.question.getByRole('button', { name: 'Go back' }).click()
    await expect(issued.question).toBeHidden()
    await expect(issued.key).toHaveText(token)
  })

  await test.step('Close without saving closes, and the key is gone from the page', async () => {
    await issued.close.click()
    await issued.question.getByRole('button', { name: 'Close without saving' }).click()
    await expect(issued.dialog).toBeHidden()
    await expect(panel.row(keyName)).toBeVisible()
    expect(await page.content()).not.toContain(token)
  })
})

test('after copying, Close closes without a question', async ({ page, given }) => {
  const app = await given.app('copied')
  const panel = new KeysPanel(page)
  const issued = new IssuedKeyDialog(page)
  await page.goto(`${app.path}/api-keys`)
  await panel.create.click()
  await new CreateKeyDialog(page).name.fill('copied')
  await new CreateKeyDialog(page).submit.click()
  await issued.copy.click()
  await issued.close.click()
  await expect(issued.dialog).toBeHidden()
  await expect(panel.row('copied')).toBeVisible()
})
