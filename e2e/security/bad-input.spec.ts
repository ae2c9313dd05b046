import type { Locator, Page } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { PEOPLE } from '@/e2e/ground/people'
import { AppDialog, AppPage, ServicePage } from '@/e2e/pages/apps'
import { GatewaysPage } from '@/e2e/pages/gateways-page'
import { ChooseAppDialog, CreateKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { NewSecretDialog, SecretsPage } from '@/e2e/pages/secrets'
import { SignInPage } from '@/e2e/pages/sign-in-page'

/** The sentence stands beside the field, belongs to it for who hears it, and the field has the focus. */
async function expectWrong(field: Locator, sentence: string | RegExp) {
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toHaveAccessibleDescription(sentence instanceof RegExp ? sentence : new RegExp(escaped(sentence)))
  await expect(field).toBeFocused()
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

test.describe('signing in', () => {
  test.use({ as: null })

  test('says what is missing beside its field, and tells nothing about an account', async ({ page }) => {
    const signIn = new SignInPage(page)
    await page.goto('/sign-in')
    await signIn.submit.click()
    await expectWrong(signIn.email, 'Enter an e-mail address.')
    await expect(signIn.password).toHaveAccessibleDescription(/Enter your password\./)

    await signIn.signIn('mara', 'x')
    await expectWrong(signIn.email, 'Enter an e-mail address, such as mara@example.com.')
    await expect(signIn.email).toHaveValue('mara')

    for (const email of [PEOPLE.reader.email, 'nobody@demo.test']) {
      await signIn.signIn(email, 'not the password')
      await expect(page.getByText('That e-mail and password do not match.')).toBeVisible()
      await expect(signIn.email).toHaveValue(email)
      await page.reload()
    }
    expect(page.url()).not.toContain('password')
  })
})

test('creating a key', async ({ page, given }) => {
  const app = await given.app('strict')
  const taken = await given.key(app, 'taken')
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  await page.goto(`${app.path}/api-keys`)
  await panel.create.click()
  await create.submit.click()
  await expectWrong(create.name, 'Enter a name for the key.')

  await create.name.fill('   ')
  await create.submit.click()
  await expectWrong(create.name, 'Enter a name for the key.')

  await create.name.fill(taken.name)
  await create.expiration('30 days').check()
  await create.submit.click()
  await expectWrong(create.name, `A live key of this app is named “${taken.name}” already. Choose another name.`)
  await expect(create.name).toHaveValue(taken.name)
  await expect(create.expiration('30 days'), 'what was chosen is kept').toBeChecked()

  await create.name.fill('n'.repeat(101))
  await create.submit.click()
  await expectWrong(create.name, 'At most 100 characters.')
  await expect(create.name).toHaveValue('n'.repeat(101))

  await create.name.fill(unused('fine'))
  await create.expiration('Custom').check()
  for (const [day, sentence] of [
    ['', 'Choose a day, such as 2027-02-18.'],
    ['soon', 'Choose a day, such as 2027-02-18.'],
    ['2027-02-30', 'There is no such day.'],
    ['2020-01-01', 'That moment has passed. Choose a later day.'],
  ] as const) {
    await create.lastDay.fill(day)
    await create.submit.click()
    await expectWrong(create.lastDay, sentence)
    await expect(create.lastDay).toHaveValue(day)
  }

  await create.expiration('7 days').check()
  await create.scope('invoke').uncheck()
  await create.submit.click()
  await expect(create.dialog).toContainText('Choose at least one scope. A key without a scope could do nothing.')
  await expect(create.scope('invoke')).toBeFocused()
  expect(await given.rows('select 1 from api_key where app_id = $1', [app.id])).toHaveLength(1)
})

test('choosing the app of a key', async ({ page }) => {
  const choose = new ChooseAppDialog(page)
  await page.goto('/o/demo/cloud-functions/api-keys')
  await new KeysPanel(page).create.click()
  await choose.submit.click()
  await expectWrong(choose.app, 'Choose an app.')
  await choose.app.selectOption('resize-image')
  await choose.submit.click()
  await expect(new CreateKeyDialog(page).dialog).toHaveAccessibleName(
    'Create API key for Cloud Function - resize-image',
  )
})

test('a new app, and one that is edited', async ({ page, given }) => {
  const taken = await given.app('taken')
  const app = new AppDialog(page)
  await page.goto('/o/demo/cloud-functions')
  await new ServicePage(page).newApp.click()
  await app.create.click()
  await expectWrong(app.name, 'Enter a name for the app.')
  await expect(app.upstream).toHaveAccessibleDescription(/Enter the address of the app\./)

  await app.name.fill('...')
  await app.upstream.fill('localhost 8080')
  await app.scopes.fill('Read Everything')
  await app.create.click()
  await expectWrong(app.name, 'Use at least one letter from a to z, or a digit')
  await expect(app.upstream).toHaveValue('localhost 8080')
  await expect(app.upstream).toHaveAccessibleDescription(/Enter an http or https address/)
  await expect(app.scopes).toHaveValue('Read Everything')
  await expect(app.scopes).toHaveAccessibleDescription(/Scopes are lower case letters/)

  await app.name.fill(taken.name)
  await app.upstream.fill('https://resize.internal:8443')
  await app.scopes.fill('')
  await app.create.click()
  await expectWrong(app.name, 'addresses are never used twice. Choose another name.')

  await page.goto(taken.path)
  await new AppPage(page).edit.click()
  await app.name.fill('')
  await app.upstream.fill('ftp://files.internal')
  await app.save.click()
  await expectWrong(app.name, 'Enter a name for the app.')
  await expect(app.upstream).toHaveValue('ftp://files.internal')
})

test('a change that someone else made meanwhile is not written over', async ({ page, pageOf, given }) => {
  const edited = await given.app('edited')
  const open = async (at: Page) => {
    await at.goto(edited.path)
    await new AppPage(at).edit.click()
    return new AppDialog(at)
  }
  const mine = await open(page)
  const theirPage = await pageOf('auraOwner')
  const theirs = await open(theirPage)
  await theirs.upstream.fill('https://theirs.internal')
  await theirs.save.click()
  await expect(theirs.dialog).toBeHidden()

  await mine.upstream.fill('https://mine.internal')
  await mine.save.click()
  await expect(mine.dialog).toContainText('Somebody changed this app while you were editing it.')
  await expect(mine.upstream).toHaveValue('https://mine.internal')
  expect(await given.rows('select upstream from app where id = $1', [edited.id])).toEqual([
    { upstream: 'https://theirs.internal' },
  ])
})

test('a new secret', async ({ page }) => {
  const secret = new NewSecretDialog(page)
  const name = unused('TAKEN').replaceAll('-', '_')
  await page.goto('/o/demo/secrets')
  const open = () => new SecretsPage(page).newSecret.click()
  await open()
  await secret.submit.click()
  await expect(secret.name).toBeFocused()
  await expect(secret.name).toHaveAttribute('aria-invalid', 'true')
  await expect(secret.value).toHaveAttribute('aria-invalid', 'true')

  await secret.name.fill('with-hyphen')
  await secret.value.fill('a value')
  await secret.submit.click()
  await expectWrong(secret.name, /letters, digits and underscore/i)
  await expect(secret.value).toHaveValue('a value')

  await secret.name.fill(name)
  await secret.submit.click()
  await expect(secret.dialog).toBeHidden()
  await open()
  await secret.name.fill(name)
  await secret.value.fill('another value')
  await secret.submit.click()
  await expectWrong(secret.name, `A secret named “${name}” exists already. Choose another name.`)
})

test.describe('a gateway', () => {
  test.use({ as: 'owner' })

  test('needs a name that no other has', async ({ page }) => {
    const gateways = new GatewaysPage(page)
    await page.goto('/o/demo/gateways')
    await gateways.register.click()
    await gateways.submit.click()
    await expectWrong(gateways.name, /Enter a name/)
    await gateways.name.fill('demo-gateway')
    await gateways.submit.click()
    await expectWrong(gateways.name, 'A gateway named “demo-gateway” is registered already. Choose another name.')
    await expect(gateways.name).toHaveValue('demo-gateway')
  })
})
