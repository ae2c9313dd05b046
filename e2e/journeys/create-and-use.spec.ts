import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { installation } from '@/e2e/ground/installation'
import { answersFromNowOn, keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { PASSWORD, PEOPLE } from '@/e2e/ground/people'
import { AppPage, ServicePage } from '@/e2e/pages/apps'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { NewSecretDialog, SecretsPage } from '@/e2e/pages/secrets'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'
import { call } from '@/e2e/processes/call'

test.use({ as: null })

test('a developer creates a key, copies it, calls the app with it and saves it as a secret; afterwards the page knows it no more', async ({
  page,
  accessible,
}) => {
  const shell = new Shell(page)
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)
  const secret = new NewSecretDialog(page)
  const secrets = new SecretsPage(page)
  const keyName = unused('nightly')
  const secretName = unused('RESIZE').replaceAll('-', '_')

  await test.step('signs in', async () => {
    await page.goto('/')
    await new SignInPage(page).signIn(PEOPLE.developer.email, PASSWORD)
    await expect(page).toHaveURL('/o/demo')
  })

  await test.step('opens Develop, Cloud Functions, resize-image, View API Keys', async () => {
    await expect(shell.navigation.getByText('Develop', { exact: true })).toBeVisible()
    await shell.open('Cloud Functions')
    await new ServicePage(page).app('resize-image').click()
    await expect(shell.heading).toHaveText('resize-image')
    await expect(new AppPage(page).viewApiKeys).toHaveAccessibleName(/^View API Keys \d+$/)
    await new AppPage(page).viewApiKeys.click()
    await expect(shell.heading).toHaveText('API keys of resize-image')
  })

  await test.step('creates a key', async () => {
    await panel.create.click()
    await expect(create.dialog).toHaveAccessibleName('Create API key for Cloud Function - resize-image')
    await expect(create.name).toBeFocused()
    await expect(create.expiration('90 days')).toBeChecked()
    await expect(create.type(/^User key/)).toBeChecked()
    await expect(create.scope('invoke')).toBeChecked()
    await accessible(page, 'the dialog that creates a key')
    await create.name.fill(keyName)
    await create.expiration('30 days').check()
    await expect(create.expirations).toContainText('Europe/Berlin')
    await create.submit.click()
  })

  const token = await test.step('copies the key', async () => {
    await expect(issued.dialog).toHaveAccessibleName(`${keyName} is ready`)
    await accessible(page, 'the dialog that shows the key')
    const shown = (await issued.key.textContent()) ?? ''
    expect(shown).toMatch(/^eyJ0eXAiOiJhdXJhLWtleStqd3QiLCJhbGciOiJFUzI1NiIsImtpZCI6I[\w.-]+$/)
    await issued.copy.click()
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(shown)
    return shown
  })

  await test.step('calls the app with it, and gets the app’s own answer about the caller', async () => {
    const { status, body } = await call(
      `${installation().gatewayUrl}/apps/resize-image/?width=800&height=400&max=200`,
      { token },
    )
    expect(status, body).toBe(200)
    const answer = JSON.parse(body)
    expect(answer).toMatchObject({ app: 'resize-image', result: { thumbnail: { width: 200, height: 100 } } })
    expect(answer.caller['x-aura-key-id']).toBe(claimsOf(token).jti)
    expect(answer.caller['x-aura-scope']).toBe('invoke')
    expect(answer.caller.user).toMatchObject({ id: claimsOf(token).sub, type: 'normal' })
  })

  await test.step('saves it as a secret', async () => {
    await issued.saveAsSecret.click()
    await expect(secret.dialog).toBeVisible()
    await expect(secret.name).toBeFocused()
    await expect(secret.value).toHaveValue(new RegExp(`^•+${token.slice(-4)}$`))
    await accessible(page, 'the dialog that saves the key as a secret')
    await secret.name.fill(secretName)
    await secret.submit.click()
    await expect(issued.secret(secretName)).toBeVisible()
    await accessible(page, 'the dialog with the saved secret')
  })

  const answers = answersFromNowOn(page.context())

  await test.step('closes, and the key is nowhere any more', async () => {
    await issued.close.click()
    await expect(issued.dialog).toBeHidden()
    await expect(panel.row(keyName)).toBeVisible()
    expect(await page.content()).not.toContain(token)
    expect(await keptByTheBrowser(page)).not.toContain(token)

    await page.reload()
    await panel.row(keyName).getByRole('link', { name: keyName }).click()
    await expect(shell.heading).toHaveText(keyName)
    await page.goBack()
    await expect(panel.row(keyName)).toBeVisible()
    expect(await page.content()).not.toContain(token)
    expect(await keptByTheBrowser(page)).not.toContain(token)
  })

  await test.step('the secret is on the Secrets page, and holds the key', async () => {
    await shell.open('Secrets')
    await expect(secrets.row(secretName)).toContainText(keyName)
    await expect(secrets.row(secretName)).toContainText('Active')
    expect(answers.count()).toBeGreaterThan(5)
    expect(await answers.all()).not.toContain(token)

    await secrets.reveal(secretName).click()
    await expect(secrets.value(secretName)).toHaveText(token)
    await accessible(page, 'a revealed secret')
    await secrets.revealed(secretName).getByRole('button', { name: 'Close' }).click()
    await expect(secrets.revealed(secretName)).toBeHidden()
    expect(await page.content()).not.toContain(token)
    expect(await keptByTheBrowser(page)).not.toContain(token)
  })
})

const claimsOf = (token: string): { jti: string; sub: string } =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
