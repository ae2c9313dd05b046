import { expect, test } from '@/e2e/fixtures'
import { startGateway } from '@/e2e/ground/gateway'
import { unused } from '@/e2e/ground/given'
import { installation } from '@/e2e/ground/installation'
import { answersFromNowOn, keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { GatewaysPage } from '@/e2e/pages/gateways-page'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'

test.use({ as: 'auraOwner' })

test('a gateway is registered, its token shown once; a process that is started with it appears live and serves; retired, it is refused', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('twice-served')
  const key = await given.key(app, 'caller')
  const gateways = new GatewaysPage(page)
  const name = unused('edge')

  await page.goto('/o/demo')
  await new Shell(page).open('Gateways')
  await gateways.register.click()
  await gateways.name.fill(name)
  await gateways.submit.click()
  await expect(gateways.token).toHaveText(/^agt_[\w-]{43}$/)
  await accessible(page, 'the dialog that shows a gateway’s token')
  const token = (await gateways.token.textContent()) ?? ''
  await gateways.copyToken.click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(token)

  const answers = answersFromNowOn(page.context())
  await gateways.close.click()
  await expect(gateways.dialog).toBeHidden()
  await expect(gateways.row(name)).toContainText('Silent')
  await expect(gateways.row(name)).toContainText('None has called yet')

  const process = await startGateway({ portalUrl: installation().portalUrl, token })
  try {
    await expect
      .poll(async () => (await call(`${process.url}${new URL(app.endpoint).pathname}`, { token: key.token })).status)
      .toBe(200)
    await expect(async () => {
      await page.reload()
      await expect(gateways.row(name)).toContainText('Live', { timeout: 500 })
      await expect(gateways.row(name)).toContainText('Serving', { timeout: 500 })
    }).toPass({ timeout: 15_000 })
    await accessible(page, 'the page of gateways')
    expect(await page.content()).not.toContain(token)
    expect(await keptByTheBrowser(page)).not.toContain(token)
    expect(await answers.all()).not.toContain(token)
  } finally {
    // It gives its lease back, so that no receipt of another test waits for it.
    await process.stop()
  }

  await gateways.retire(name).click()
  await gateways.confirmRetirement.click()
  await expect(gateways.row(name)).toContainText('Retired')
  const refused = await call(`${installation().portalUrl}/dataplane/snapshot?version=2`, { token })
  expect(refused.status).toBe(401)
})
