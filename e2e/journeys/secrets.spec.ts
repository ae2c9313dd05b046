import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { PEOPLE } from '@/e2e/ground/people'
import {
  DeleteSecretDialog,
  NewSecretDialog,
  SecretNameDialog,
  SecretPage,
  SecretsPage,
  ShareSecretDialog,
  UpdateSecretDialog,
} from '@/e2e/pages/secrets'
import { Shell } from '@/e2e/pages/shell'

test('a value is stored, found by its name, shown for half a minute, and copied without being shown', async ({
  page,
}) => {
  const name = unused('STORED').replaceAll('-', '_')
  const value = `value of ${name}`
  const secrets = new SecretsPage(page)
  const create = new NewSecretDialog(page)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await page.goto('/o/demo/secrets')

  await test.step('is stored; what was typed is not thrown away by Esc', async () => {
    await secrets.newSecret.click()
    await create.name.fill(name)
    await page.keyboard.press('Escape')
    await expect(create.name).toHaveValue(name)
    await create.value.fill(value)
    await create.submit.click()
    await expect(page.getByText(`${name} is stored`).first()).toBeVisible()
  })

  await test.step('is found', async () => {
    await secrets.search.fill(name.toLowerCase())
    await expect(page).toHaveURL(new RegExp(`text=${name.toLowerCase()}`))
    await expect(secrets.row(name)).toContainText('A value')
    await expect(page.getByText('1 secret', { exact: true })).toBeVisible()
  })

  await test.step('is hidden again after half a minute, and shown again for who asks again', async () => {
    await page.clock.install()
    await secrets.reveal(name).click()
    await expect(secrets.value(name)).toHaveText(value)
    await expect(secrets.revealed(name).getByRole('timer')).toHaveText(/^Hidden again in (30|2\d) s$/)
    await page.clock.fastForward(31_000)
    await expect(secrets.revealed(name).getByRole('status')).toHaveText('The value is hidden again.')
    expect(await page.content()).not.toContain(value)
    const again = secrets.revealed(name).getByRole('button', { name: 'Show again' })
    await again.click()
    await expect(secrets.value(name)).toHaveText(value)
    await secrets.revealed(name).getByRole('button', { name: 'Close' }).click()
    await expect(secrets.revealed(name)).toBeHidden()
    await expect(secrets.reveal(name)).toBeFocused()
  })

  await test.step('is copied, and stands nowhere', async () => {
    await secrets.copy(name).click()
    await expect(page.getByText(`${name} is on the clipboard`).first()).toBeVisible()
    expect(await clipboard()).toBe(value)
    expect(await page.content()).not.toContain(value)
    expect(await keptByTheBrowser(page)).not.toContain(value)
  })
})

test('of two people who edit a secret the second is told, looks at the other value, and saves theirs after it', async ({
  page,
  pageOf,
  given,
  accessible,
}) => {
  const { name, path } = await given.secret('EDITED', 'first value')
  const [here, there] = [new SecretPage(page), new SecretPage(await pageOf('owner'))]
  const [mine, theirs] = [new UpdateSecretDialog(page), new UpdateSecretDialog(there.page)]
  await page.goto(path)
  await there.page.goto(path)
  await here.update.click()
  await mine.value.fill('value of the developer')

  await there.update.click()
  await theirs.value.fill('value of the Owner')
  await theirs.submit(2).click()
  await expect(there.version(2)).toContainText(PEOPLE.owner.name)

  await mine.submit(2).click()
  await expect(mine.warning).toContainText(`${PEOPLE.owner.name} saved version 2`)
  await expect(mine.value).toHaveValue('value of the developer')
  await accessible(page, 'an update that came second')
  await mine.look(2).click()
  await expect(mine.newer(name)).toHaveText('value of the Owner')
  await expect(mine.value).toHaveValue('value of the developer')
  await page.keyboard.press('Escape')
  await expect(mine.value).toHaveValue('value of the developer')
  await mine.submit(3).click()
  await expect(mine.dialog).toBeHidden()
  await expect(here.update).toBeFocused()
  await expect(here.version(3)).toContainText('In force')
  await expect(here.version(2)).toContainText(PEOPLE.owner.name)

  await here.version(1).getByRole('button', { name: 'Reveal version 1' }).click()
  await expect(new SecretsPage(page).value(name)).toHaveText('first value')
})

test('a secret is shared with a Reader, who reads it until it is deleted; it comes back under another name when its own was taken', async ({
  page,
  pageOf,
  given,
}) => {
  const { name, path } = await given.secret('SHARED', 'for two')
  const here = new SecretPage(page)
  const share = new ShareSecretDialog(page)
  const reader = await pageOf('reader')
  const read = new SecretsPage(reader)
  await reader.goto(path)
  await expect(new Shell(reader).heading).not.toHaveText(name)

  await test.step('shared to be read: no more can be given to a Reader', async () => {
    await page.goto(path)
    await here.share.click()
    await share.member.selectOption({ label: `${PEOPLE.reader.name}, Reader (${PEOPLE.reader.email})` })
    await expect(share.access('Manage')).toBeDisabled()
    await share.submit.click()
    await expect(here.shares).toContainText(PEOPLE.reader.name)
    await reader.goto('/o/demo/secrets')
    await read.reveal(name).click()
    await expect(read.value(name)).toHaveText('for two')
    await read.revealed(name).getByRole('button', { name: 'Close' }).click()
    await read.open(name)
    await expect(new Shell(reader).heading).toHaveText(name)
    await expect(new SecretPage(reader).version(1)).toBeVisible()
    for (const button of [new SecretPage(reader).update, new SecretPage(reader).delete, new SecretPage(reader).share])
      await expect(button).toBeHidden()
  })

  await test.step('deleted: nobody reads it, and its name is free', async () => {
    const remove = new DeleteSecretDialog(page)
    await here.delete.click()
    await expect(remove.dialog).toContainText('1 member that it is shared with')
    await expect(remove.submit).toBeDisabled()
    await remove.agreement.check()
    await remove.submit.click()
    await expect(page.getByText('Deleted: nobody can read it')).toBeVisible()
    await reader.goto('/o/demo/secrets')
    await expect(read.row(name)).toBeHidden()
  })

  await test.step('restored from the list, under another name', async () => {
    const secrets = new SecretsPage(page)
    const create = new NewSecretDialog(page)
    const restore = new SecretNameDialog(page)
    await page.goto('/o/demo/secrets')
    await secrets.newSecret.click()
    await create.name.fill(name)
    await create.value.fill('of the new holder')
    await create.submit.click()
    await expect(create.dialog).toBeHidden()
    await secrets.tab('Deleted').click()
    await here.restore(name).click()
    await restore.submit.click()
    await expect(restore.name).toHaveAccessibleDescription(
      new RegExp(`A secret named “${name}” exists already. Choose another name.`),
    )
    await restore.name.fill(`${name}_BACK`)
    await restore.submit.click()
    await expect(page.getByText(`${name}_BACK is back`).first()).toBeVisible()
    await reader.goto('/o/demo/secrets')
    await read.reveal(`${name}_BACK`).click()
    await expect(read.value(`${name}_BACK`)).toHaveText('for two')
  })

  await test.step('the sharing ends', async () => {
    await page.goto(path)
    await here.endSharing(PEOPLE.reader.name).click()
    await expect(here.shares).toContainText('Nobody.')
    await reader.goto('/o/demo/secrets')
    await expect(read.row(`${name}_BACK`)).toBeHidden()
  })
})
