import { Webhook } from 'standardwebhooks'
import { expect, test } from '@/e2e/fixtures'
import { answersFromNowOn, keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { Shell } from '@/e2e/pages/shell'
import { WebhookPage, WebhooksPage } from '@/e2e/pages/webhooks-pages'
import { commonWords } from '@/lib/core/words/en/common'
import { openWebhookSink, type Received } from '@/lib/operations/testing/webhook-sink'

test.use({ as: 'auraOwner' })

const genuine = (secret: string, { body, headers }: Received) =>
  new Webhook(secret).verify(body, headers as Record<string, string>)

test('a webhook is made, its secret shown once; it is pinged, told of an app that is deleted, sends again, rotates its secret, and is deleted', async ({
  page,
  given,
  accessible,
}) => {
  const sink = await openWebhookSink()
  try {
    const webhooks = new WebhooksPage(page)
    const webhook = new WebhookPage(page)
    await page.goto('/o/demo')
    await new Shell(page).open('Webhooks')
    await webhooks.create.click()
    await webhooks.address.fill('http://8.8.8.8/in')
    await webhooks.submit.click()
    await expect(webhooks.dialog).toContainText('Use https')
    await expect(webhooks.address).toHaveValue('http://8.8.8.8/in')
    await webhooks.address.fill(sink.url)
    await webhooks.all.uncheck()
    await webhooks.toldOf('An app is deleted').check()
    await webhooks.submit.click()
    await expect(webhooks.secret).toHaveText(/^whsec_[A-Za-z0-9+/]{43}=$/)
    await accessible(page, 'the dialog that shows a webhook’s signing secret')
    const secret = (await webhooks.secret.textContent()) ?? ''
    await webhooks.copySecret.click()
    const answers = answersFromNowOn(page.context())
    await webhooks.close.click()
    await expect(webhook.heading).toHaveText(new URL(sink.url).host)
    await expect(webhook.log).toContainText('Nothing was sent yet')

    await webhook.ping.click()
    await expect(webhook.dialog).toContainText('Answered 204')
    await accessible(page, 'what came of a ping')
    await webhook.close.click()
    expect(genuine(secret, sink.received[0] as Received)).toMatchObject({ type: 'ping' })

    // Other tests delete apps of this organization meanwhile: what they cause is passed over.
    const app = await given.app('told')
    const told = () => sink.received.filter(({ body }) => body.includes(app.name))
    const address = page.url()
    sink.answer((response) => response.writeHead(500).end('out of order'))
    await given.deleteApp(app)
    await expect.poll(() => told().length).toBeGreaterThan(0)
    const id = told()[0]?.headers['webhook-id']
    /** What the page says once it has come. */
    const shown = async () => {
      await expect(page.getByRole('main')).not.toContainText(commonWords.loading)
      return page.getByRole('main').textContent()
    }
    await expect
      .poll(async () => {
        await page.goto(`${address}/${id}`)
        return shown()
      })
      .toContain('out of order')
    await expect(page.getByText('The receiver failed.').first()).toBeVisible()
    await accessible(page, 'a message of a webhook')

    sink.answer(200)
    await expect
      .poll(async () => {
        // Between two attempts there is nothing to be pressed for a moment.
        if (await webhook.sendAgain('app.deleted').isVisible()) await webhook.sendAgain('app.deleted').click()
        await page.reload()
        return shown()
      })
      .toContain('Sent')
    await expect.poll(() => told().length).toBeGreaterThan(1)
    expect(new Set(told().map(({ headers }) => headers['webhook-id']))).toEqual(new Set([id]))
    expect(genuine(secret, told().at(-1) as Received)).toMatchObject({
      type: 'app.deleted',
      data: { app: { name: app.name } },
    })
    await page.goto(address)
    await expect(webhook.message('app.deleted').first()).toBeVisible()
    await accessible(page, 'the page of a webhook')

    await webhook.rotate.click()
    await webhook.rotateSecret.click()
    await expect(webhook.secret).toHaveText(/^whsec_/)
    const next = (await webhook.secret.textContent()) ?? ''
    await webhook.copySecret.click()
    await webhook.close.click()
    await webhook.endOld.click()
    await webhook.question.getByRole('button', { name: 'End old secret' }).click()
    await expect(webhook.endOld).toBeHidden()
    const pings = () => sink.received.filter(({ body }) => body.includes('"type":"ping"'))
    const before = pings().length
    await webhook.ping.click()
    await expect.poll(() => pings().length).toBeGreaterThan(before)
    const last = pings().at(-1) as Received
    expect(genuine(next, last)).toMatchObject({ type: 'ping' })
    expect(() => genuine(secret, last)).toThrow()
    await webhook.close.click()
    for (const kept of [await page.content(), await keptByTheBrowser(page), await answers.all()])
      expect(kept).not.toContain(secret)

    await webhook.delete.click()
    await webhook.question.getByRole('button', { name: 'Delete webhook' }).click()
    await expect(webhooks.create).toBeVisible()
    await expect(webhooks.row(sink.url)).toBeHidden()
  } finally {
    sink.close()
  }
})
