import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { installation } from '@/e2e/ground/installation'
import { PASSWORD, PEOPLE } from '@/e2e/ground/people'
import { AppPage, ServicePage } from '@/e2e/pages/apps'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { NewSecretDialog } from '@/e2e/pages/secrets'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'
import { call } from '@/e2e/processes/call'

test.use({ as: null })

const MOST_STEPS = 40

/** Presses Tab until the focus is there: what can't be reached so fails. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab') {
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return expectVisibleFocus(target)
    await page.keyboard.press(key)
  }
  throw new Error(`The focus did not reach ${target} within ${MOST_STEPS} presses of ${key}`)
}

/** WCAG 2.4.7: one sees where the focus is, on the control or on what is drawn around it. */
async function expectVisibleFocus(target: Locator) {
  const outlined = await target.evaluate((element) => {
    for (let shown: Element | null = element; shown && shown !== document.body; shown = shown.parentElement) {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(shown)
      if (outlineStyle !== 'none' && outlineWidth !== '0px') return true
      if (shown === element && boxShadow !== 'none') return true
    }
    return false
  })
  expect(outlined, `the focus on ${target} can be seen`).toBe(true)
}

test('the whole way from signing in to a saved secret by keyboard alone, with the focus where one expects it', async ({
  page,
}) => {
  const shell = new Shell(page)
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)
  const secret = new NewSecretDialog(page)
  const keyName = unused('by-keyboard')
  const press = (key: string) => page.keyboard.press(key)

  await test.step('signs in', async () => {
    const signIn = new SignInPage(page)
    await page.goto('/sign-in')
    await expect(signIn.email).toBeFocused()
    await page.keyboard.type(PEOPLE.developer.email)
    await tabTo(page, signIn.password)
    await page.keyboard.type(PASSWORD)
    await press('Enter')
    await expect(page).toHaveURL('/o/demo')
  })

  await test.step('the first stop of a page leads past the navigation', async () => {
    await page.reload()
    const skip = page.getByRole('link', { name: 'Skip to content' })
    await tabTo(page, skip)
    await expect(skip).toBeInViewport()
    await press('Enter')
    await expect(page.getByRole('main')).toBeFocused()
  })

  await test.step('goes to the keys of resize-image', async () => {
    await tabTo(page, shell.navigation.getByRole('link', { name: 'Cloud Functions' }), 'Shift+Tab')
    await press('Enter')
    await expect(shell.heading).toHaveText('Cloud Functions')
    await tabTo(page, new ServicePage(page).app('resize-image'))
    await press('Enter')
    await expect(shell.heading).toHaveText('resize-image')
    await tabTo(page, new AppPage(page).viewApiKeys)
    await press('Enter')
    await expect(shell.heading).toHaveText('API keys of resize-image')
  })

  const token = await test.step('creates a key', async () => {
    await tabTo(page, panel.create)
    await press('Enter')
    await expect(create.name).toBeFocused()
    await page.keyboard.type(keyName)
    await tabTo(page, create.expiration('90 days'))
    await press('ArrowLeft')
    await expect(create.expiration('60 days')).toBeChecked()
    await tabTo(page, create.type(/^User key/))
    await tabTo(page, create.scope('read'))
    await press('Space')
    await expect(create.scope('read')).toBeChecked()
    await tabTo(page, create.submit)
    await press('Enter')
    await expect(issued.copy).toBeFocused()
    return (await issued.key.textContent()) ?? ''
  })

  await test.step('the focus stays in the dialog', async () => {
    for (let step = 0; step < 12; step += 1) {
      await press('Tab')
      expect(
        await issued.dialog.evaluate(
          (dialog) =>
            dialog.contains(document.activeElement) || document.activeElement?.hasAttribute('data-base-ui-focus-guard'),
        ),
      ).toBe(true)
    }
  })

  await test.step('copies it, and it works', async () => {
    await tabTo(page, issued.copy)
    await press('Enter')
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(token)
    expect((await call(`${installation().gatewayUrl}/apps/resize-image/`, { token })).status).toBe(200)
  })

  await test.step('saves it as a secret', async () => {
    await tabTo(page, issued.saveAsSecret)
    await press('Enter')
    await expect(secret.name).toBeFocused()
    await press('Escape')
    await expect(secret.dialog).toBeHidden()
    await expect(issued.saveAsSecret).toBeFocused()
    await press('Enter')
    await expect(secret.name).toBeFocused()
    await press('Enter')
    await expect(secret.dialog).toBeHidden()
    await expect(issued.close).toBeFocused()
  })

  await test.step('closes, and is back where it began', async () => {
    await press('Enter')
    await expect(issued.dialog).toBeHidden()
    await expect(panel.create).toBeFocused()
    await expect(panel.row(keyName)).toBeVisible()
  })

  await test.step('revokes it', async () => {
    await tabTo(page, panel.revoke(keyName))
    await press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Revoke API key' })
    await expect(dialog.getByRole('checkbox')).toBeFocused()
    await press('Space')
    await tabTo(page, dialog.getByRole('button', { name: 'Revoke', exact: true }))
    await press('Enter')
    await expect(dialog.getByText(/^Dead at every gateway/)).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Done' })).toBeFocused()
    await press('Enter')
    await expect(dialog).toBeHidden()
    await expect(panel.row(keyName)).toBeHidden()
    await expect(page.locator(':focus')).toHaveCount(1)
  })
})
