import { expect, test } from '@/e2e/fixtures'
import { AppDialog } from '@/e2e/pages/apps'
import { CreateKeyDialog } from '@/e2e/pages/keys-panel'
import { Search } from '@/e2e/pages/search'
import { Shell } from '@/e2e/pages/shell'

test('apps, keys and pages are found and opened by keyboard alone, and lately opened ones come first', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('searchable')
  const key = await given.key(app, 'needle')
  const search = new Search(page)
  const shell = new Shell(page)
  await page.goto('/o/demo')

  await test.step('a key, by its name', async () => {
    await search.open()
    await expect(search.field).toBeFocused()
    await expect(search.group('Pages').getByRole('option')).not.toHaveCount(0)
    await page.keyboard.type(key.name)
    await expect(search.option(key.name)).toBeVisible()
    await expect(search.marked).toHaveText(new RegExp(key.name))
    await expect(search.field).toHaveAttribute('aria-activedescendant', (await search.marked.getAttribute('id')) ?? '')
    await accessible(page, 'the search')
    await page.keyboard.press('Enter')
    await expect(shell.heading).toHaveText(key.name)
    await expect(search.dialog).toBeHidden()
  })

  await test.step('its app, and a new key for it', async () => {
    await search.open()
    await expect(search.group('Recent').getByRole('option')).toHaveText([new RegExp(key.name)])
    await page.keyboard.type(app.name)
    await expect(search.option(`Create API key for ${app.name}`)).toBeVisible()
    while (!(await search.marked.textContent())?.startsWith('Create API key')) await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(`${app.path}/api-keys`)
    await expect(new CreateKeyDialog(page).name).toBeFocused()
    // What is typed into a dialog is not lost to a shortcut.
    await page.keyboard.press('Control+K')
    await expect(search.dialog).toBeHidden()
    await page.keyboard.press('Escape')
  })

  await test.step('an action, and a page', async () => {
    await search.open()
    await page.keyboard.type('new inference')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL('/o/demo/inference-apis')
    await expect(new AppDialog(page).dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await search.open()
    await page.keyboard.type('dark')
    await page.keyboard.press('Enter')
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  })

  await test.step('closing gives the focus back', async () => {
    await search.button.click()
    await expect(search.field).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(search.dialog).toBeHidden()
    await expect(search.button).toBeFocused()
  })
})

test('a key that is pasted opens its page and never leaves the browser; one that is not ours is said not to be', async ({
  page,
  given,
}) => {
  const app = await given.app('pasted')
  const key = await given.key(app, 'pasted')
  const elsewhere = await given.app('foreign', { by: 'owner', organization: 'acme' })
  const foreign = await given.key(elsewhere, 'foreign', { by: 'owner', organization: 'acme' })
  const search = new Search(page)
  const sent: string[] = []
  page.context().on('request', (request) => sent.push(`${request.url()}\n${request.postData() ?? ''}`))
  const paste = async (text: string) => {
    await page.evaluate((value) => navigator.clipboard.writeText(value), text)
    await page.keyboard.press('Control+V')
  }
  await page.goto('/o/demo')

  await search.open()
  await paste(foreign.token)
  await expect(search.dialog.getByText(/not one of this organization/).first()).toBeVisible()
  await expect(search.field).toHaveValue('')
  await paste(key.token.slice(0, 120))
  await expect(search.dialog.getByText(/part of an API key/).first()).toBeVisible()
  await paste(` ${key.token}\n`)
  await expect(new Shell(page).heading).toHaveText(key.name)

  const traffic = sent.join('\n')
  expect(traffic).toContain(key.id)
  for (const { token } of [key, foreign])
    for (const part of [token.slice(0, 100), ...token.split('.').slice(1)]) expect(traffic).not.toContain(part)
})

test('an answer that took longer is never shown for a text that came later, and a failure says so', async ({
  page,
  given,
  watched,
}) => {
  watched.allow(/502/)
  const first = await given.app('slowly')
  const second = await given.app('quickly')
  const search = new Search(page)
  let letFirstGo = () => {}
  const held = new Promise<void>((resolve) => {
    letFirstGo = resolve
  })
  let failing = false
  await page.route('**/o/demo/search', async (route) => {
    if (failing) return route.fulfill({ status: 502, body: 'Bad gateway' })
    if (route.request().postData()?.includes(first.name)) await held
    return route.continue().catch(() => undefined)
  })
  await page.goto('/o/demo')
  await search.open()
  const asked = page.waitForRequest(
    (request) => request.url().endsWith('/search') && request.postData()?.includes(first.name) === true,
  )
  await search.field.fill(first.name)
  await asked
  await search.field.fill(second.name)
  await expect(search.option(new RegExp(`^${second.name}`))).toBeVisible()
  letFirstGo()
  await expect(search.option(new RegExp(`^${second.name}`))).toBeVisible()
  await expect(search.option(new RegExp(`^${first.name}`))).toHaveCount(0)

  await search.field.fill('no such thing at all')
  await expect(search.dialog.getByText('Nothing is called “no such thing at all”.')).toBeVisible()
  failing = true
  await search.field.fill('gateway')
  await expect(search.dialog.getByRole('alert')).toContainText('The portal did not answer')
  failing = false
  await search.dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(search.dialog.getByRole('alert')).toBeHidden()
})

test.describe('a reader', () => {
  test.use({ as: 'reader' })
  test('is offered nothing that the role can’t do', async ({ page, given }) => {
    const app = await given.app('looked-at')
    const search = new Search(page)
    await page.goto('/o/demo')
    await search.open()
    await expect(search.option('Sign out')).toBeVisible()
    await expect(search.option(/^New /)).toHaveCount(0)
    await search.field.fill(app.name)
    await expect(search.option(`API keys of ${app.name}`)).toBeVisible()
    await expect(search.option(/^Create/)).toHaveCount(0)
  })
})
