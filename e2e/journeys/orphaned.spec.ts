import { expect, test } from '@/e2e/fixtures'
import { SWEEP } from '@/e2e/ground/sweep'
import { AppPage } from '@/e2e/pages/apps'
import { KeysPanel, RevokeDialog } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'

test('an app is deleted by its owner: its key is orphaned and stops, a Developer reads why it can’t be revoked, an Aura Owner revokes it', {
  tag: SWEEP,
}, async ({ page, pageOf, given, accessible }) => {
  const app = await given.app('doomed')
  const key = await given.key(app, 'left-behind')
  const appPage = new AppPage(page)
  const panel = new KeysPanel(page)

  await test.step('the owner deletes the app, by typing its name', async () => {
    await page.goto(app.path)
    expect((await call(app.endpoint, { token: key.token })).status).toBe(200)
    await appPage.delete.click()
    const { dialog, confirmation, submit, receipt, done } = appPage.deleteDialog
    await expect(dialog).toContainText('1 live key opens it')
    await accessible(page, 'the dialog that deletes an app')
    await expect(submit).toBeDisabled()
    await confirmation.fill(app.name.slice(0, -1))
    await expect(submit).toBeDisabled()
    await confirmation.fill(app.name)
    await submit.click()
    await expect(receipt).toContainText(/^Closed at every gateway, [\d.,]+ m?s after you clicked/)
    await expect(dialog).toContainText('1 key is orphaned.')
    await done.click()
    await expect(page.getByText('This app was deleted')).toBeVisible()
    await expect(appPage.delete).toBeHidden()
    await expect(appPage.edit).toBeHidden()
    await accessible(page, 'the page of a deleted app')
  })

  await test.step('its key opens nothing any more', async () => {
    await expect.poll(async () => (await call(app.endpoint, { token: key.token })).status).not.toBe(200)
    const refused = await call(app.endpoint, { token: key.token })
    expect([refused.status, refused.verdict]).toEqual([401, 'orphaned'])
  })

  await test.step('it is in Orphaned, with why and since when, and the Developer reads who can revoke it', async () => {
    await appPage.viewApiKeys.click()
    await panel.tab('Orphaned').click()
    await expect(panel.tab('Orphaned')).toHaveAccessibleName('Orphaned 1')
    await expect(panel.row(key.name)).toContainText(`The app ${app.name} was deleted`)
    await expect(panel.row(key.name).locator('time').first()).toHaveAttribute('datetime', /^\d{4}-\d{2}-\d{2}T/)
    const why = 'Orphaned keys can only be revoked by an Owner or an Aura Owner of the organization.'
    await expect(page.getByText(why).first()).toBeVisible()
    await expect(panel.revoke(key.name)).toHaveAttribute('aria-disabled', 'true')
    await expect(panel.revoke(key.name)).toHaveAccessibleDescription(why)
    await panel.revoke(key.name).click({ force: true })
    await expect(new RevokeDialog(page).dialog).toBeHidden()
    await expect(panel.create, 'no key can be made for an app that is gone').toBeHidden()
    await accessible(page, 'the Orphaned tab, seen by a Developer')
  })

  await test.step('an Aura Owner revokes it', async () => {
    const theirs = await pageOf('auraOwner')
    const theirPanel = new KeysPanel(theirs)
    const revoke = new RevokeDialog(theirs)
    await theirs.goto(`${app.path}/api-keys?tab=orphaned`)
    await theirPanel.revoke(key.name).click()
    await revoke.agreeAndRevoke()
    await revoke.done.click()
    await expect(theirPanel.row(key.name)).toBeHidden()
    await theirPanel.tab('History').click()
    await expect(theirPanel.row(key.name)).toContainText('Ivo Petrov')
    await expect.poll(async () => (await call(app.endpoint, { token: key.token })).verdict).toBe('revoked')
  })
})

test('a key whose owner was removed says who removed them, and an Owner revokes it from the service page', async ({
  pageOf,
}) => {
  const page = await pageOf('owner')
  const panel = new KeysPanel(page)
  const revoke = new RevokeDialog(page)
  await page.goto('/o/demo/inference-apis/api-keys?tab=orphaned')
  await expect(new Shell(page).heading).toHaveText('API keys of Inference APIs')
  await expect(panel.row('sam-notebook')).toContainText('Sam Ellery was removed from the organization by Noor Haddad')
  await panel.revoke('sam-notebook').click()
  await revoke.agreeAndRevoke()
  await revoke.done.click()
  await expect(panel.row('sam-notebook')).toBeHidden()
})
