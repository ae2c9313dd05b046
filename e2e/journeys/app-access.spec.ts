import { expect, test } from '@/e2e/fixtures'
import { AppDialog, AppPage, UpstreamSecretDialog } from '@/e2e/pages/apps'
import { call } from '@/e2e/processes/call'
import { startUpstream } from '@/e2e/processes/upstream'

test('an app asks for more on some of its paths, names the pages that may call it, and knows its gateway by a secret', async ({
  page,
  given,
  accessible,
}) => {
  const upstream = await startUpstream()
  const app = await given.app('ruled', { upstream: upstream.url, scopes: ['read', 'admin'] })
  const plain = await given.key(app, 'plain')
  const admin = await given.key(app, 'admin', { scopes: ['invoke', 'admin'] })
  const here = new AppPage(page)
  const edit = new AppDialog(page)
  const secret = new UpstreamSecretDialog(page)
  const verdictOf = async (path: string, token: string) => (await call(`${app.endpoint}${path}`, { token })).verdict

  await test.step('rules are added and removed by keyboard, and what is wrong is said beside its own field', async () => {
    await page.goto(app.path)
    await here.edit.click()
    await edit.rulesAndOrigins.click()
    await edit.addRule.focus()
    await page.keyboard.press('Enter')
    await expect(edit.rule(1).methods).toBeFocused()
    await edit.addRule.focus()
    await page.keyboard.press('Enter')
    await expect(edit.rule(2).methods).toBeFocused()
    await edit.rule(2).path.fill('/admin/')
    await edit.rule(2).scope.selectOption('admin')
    await edit.rule(1).remove.focus()
    await page.keyboard.press('Enter')
    await expect(edit.rule(2).row).toBeHidden()
    await expect(edit.rule(1).methods).toBeFocused()
    await expect(edit.rule(1).path).toHaveValue('/admin/')
    await edit.origins.fill('https://shop.example.com/')
    await edit.save.click()
    await expect(edit.rule(1).path).toBeFocused()
    await expect(edit.rule(1).path).toHaveAccessibleDescription(/^Enter a path such as/)
    await expect(edit.origins).toHaveAccessibleDescription(
      /^An origin has no path\. Enter https:\/\/shop\.example\.com\./,
    )
    await edit.rule(1).path.fill('/admin/*')
    await edit.origins.fill('https://shop.example.com')
    await page.keyboard.press('Escape')
    await expect(edit.origins, 'what was typed is not thrown away').toHaveValue('https://shop.example.com')
    await edit.save.click()
    await expect(edit.receipt).toContainText(/^In force at every gateway/)
    await edit.done.click()
    await expect(edit.dialog).toBeHidden()
    await expect(here.fact('Scope rules')).toContainText('/admin/*needsadmin')
    await expect(here.fact('CORS origins')).toHaveText('https://shop.example.com')
  })

  await test.step('the gateway follows what its receipt says', async () => {
    expect(await verdictOf('admin/users', plain.token)).toBe('insufficient_scope')
    expect(await verdictOf('images', plain.token)).toBeUndefined()
    expect(await verdictOf('admin/users', admin.token)).toBeUndefined()
  })

  await test.step('the secret is shown once, and sent to the app', async () => {
    await here.makeSecret.click()
    await secret.submit.click()
    await expect(secret.copy).toBeFocused()
    const shown = (await secret.secret.textContent()) ?? ''
    expect(shown).toMatch(/^aus_[A-Za-z0-9_-]{43}$/)
    await accessible(page, 'an upstream secret')
    await page.keyboard.press('Escape')
    await secret.close.click()
    await expect(secret.question).toBeVisible()
    await secret.question.getByRole('button', { name: 'Go back' }).click()
    await secret.copy.click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
    await secret.close.click()
    await expect(here.replaceSecret).toBeVisible()
    expect(await page.content()).not.toContain(shown)
    const sent = async () => {
      await call(app.endpoint, { token: plain.token, headers: { 'x-aura-gateway': 'of a caller' } })
      return upstream.received.at(-1)?.headers['x-aura-gateway']
    }
    await expect.poll(sent).toBe(shown)

    await here.replaceSecret.click()
    await secret.submit.click()
    await expect(secret.secret).not.toHaveText(shown)
    const replaced = (await secret.secret.textContent()) ?? ''
    await secret.copy.click()
    await secret.close.click()
    await expect.poll(sent).toBe(replaced)

    await here.removeSecret.click()
    await secret.submit.click()
    await expect(secret.dialog).toBeHidden()
    await expect(here.makeSecret).toBeVisible()
    await expect.poll(sent).toBeUndefined()
  })
  await upstream.close()
})
