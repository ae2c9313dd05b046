import { expect, test } from '@/e2e/fixtures'
import { startGateway } from '@/e2e/ground/gateway'
import { unused } from '@/e2e/ground/given'
import { installation } from '@/e2e/ground/installation'
import { answersFromNowOn, keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { GatewaysPage } from '@/e2e/pages/gateways-page'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'

test.use({ as: 'auraOwner' })

test('a gateway is registered, its token shown once; a process that is started with it appears live and, stopped, silent, while one looks; retired, it is refused', async ({
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
  await expect(gateways.gateway(name)).toContainText('Silent')
  await expect(gateways.gateway(name)).toContainText('None has called yet')

  const process = await startGateway({ portalUrl: installation().portalUrl, token })
  try {
    await expect
      .poll(async () => (await call(`${process.url}${new URL(app.endpoint).pathname}`, { token: key.token })).status)
      .toBe(200)
    // Nobody reloads the page: it looks by itself.
    await expect(gateways.gateway(name)).toContainText('Live')
    await expect(gateways.gateway(name)).toContainText('Serving')
    await expect(gateways.gateway(name)).toContainText('up to date')
    await accessible(page, 'the page of gateways')
    expect(await page.content()).not.toContain(token)
    expect(await keptByTheBrowser(page)).not.toContain(token)
    expect(await answers.all()).not.toContain(token)
  } finally {
    // It gives its lease back, so that no receipt of another test waits for it.
    await process.stop()
  }

  await expect(gateways.gateway(name)).toContainText('Refuses everything')
  await expect(gateways.gateway(name)).toContainText('Silent')
  await gateways.retire(name).click()
  await accessible(page, 'the question before a gateway is retired')
  await gateways.confirmRetirement.click()
  await expect(gateways.retire(name)).toBeHidden()
  await gateways.retired.click()
  await expect(gateways.gateway(name)).toContainText('Retired')
  const refused = await call(`${installation().portalUrl}/dataplane/snapshot?version=3`, { token })
  expect(refused.status).toBe(401)
})
