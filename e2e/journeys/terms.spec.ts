import { expect, test } from '@/e2e/fixtures'
import { installation } from '@/e2e/ground/installation'
import { type Portal, startPortal } from '@/e2e/ground/portal'
import { CreateKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'

let container: Portal
test.beforeAll(async () => {
  const { databaseUrl, dataDir, gatewayUrl } = installation()
  container = await startPortal({ databaseUrl, dataDir, gatewayUrl, more: { AURA_TERMS: 'container' } })
})
test.afterAll(() => container?.stop())

const OTHER_SET = { aura: /Container (App|Service)/, container: /Aura App|\bDevelop\b/ }

for (const terms of ['aura', 'container'] as const) {
  test(`the words of the documents of ${terms === 'aura' ? '2025 are preset' : '2026 are a setting'}, and role names never switch`, async ({
    page,
    pageOf,
    given,
  }) => {
    const url = terms === 'aura' ? installation().portalUrl : container.url
    const section = terms === 'aura' ? 'Develop' : 'Container Services'
    const app = await given.app('named')
    const shell = new Shell(page)

    for (const path of [
      '/o/demo',
      '/o/demo/cloud-functions',
      app.path,
      `${app.path}/api-keys`,
      '/o/demo/dashboard-apps/api-keys',
      '/o/demo/secrets',
    ]) {
      await page.goto(`${url}${path}`)
      await expect(shell.navigation.getByRole('heading', { name: section })).toBeVisible()
      await expect(page.locator('body')).not.toHaveText(OTHER_SET[terms])
    }
    await page.goto(`${url}${app.path}/api-keys`)
    await new KeysPanel(page).create.click()
    await expect(new CreateKeyDialog(page).dialog).toHaveAccessibleName(
      `Create API key for Cloud Function - ${app.name}`,
    )
    await page.keyboard.press('Escape')
    await shell.account.click()
    await expect(page.getByRole('dialog', { name: 'Account' })).toContainText('Developer')

    const owner = await pageOf('auraOwner')
    await owner.goto(`${url}/o/demo`)
    await new Shell(owner).account.click()
    await expect(owner.getByRole('dialog', { name: 'Account' }), 'a role keeps its name').toContainText('Aura Owner')
  })
}
