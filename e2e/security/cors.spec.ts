import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@/e2e/fixtures'

/** Two addresses of one page, so two origins. */
test('a page of a listed origin calls the app and reads answers and refusals; a page of another origin reads nothing', async ({
  page,
  given,
  watched,
}) => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>A page of someone else</title><link rel="icon" href="data:,">')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const [listed, other] = [`http://localhost:${port}`, `http://127.0.0.1:${port}`]
  try {
    const app = await given.app('called-by-pages', { corsOrigins: [listed] })
    const key = await given.key(app, 'in-a-page')
    const ask = (token: string) =>
      page.evaluate(
        async ({ url, token: sent }) => {
          try {
            const answer = await fetch(url, { headers: { authorization: `Bearer ${sent}` } })
            return [answer.status, answer.headers.get('x-aura-request-id')?.slice(0, 4)]
          } catch (error) {
            return [(error as Error).name]
          }
        },
        { url: app.endpoint, token },
      )
    // What a browser says of answers that a page may not read, and of a refusal.
    watched.allow(/^console error on http:\/\/(?:localhost|127\.0\.0\.1):\d+\/: /)
    watched.allow(/called-by-pages-\w+\/ failed: net::ERR_FAILED/)

    await page.goto(listed)
    await expect.poll(() => ask(key.token)).toEqual([200, 'req_'])
    expect(await ask('nonsense')).toEqual([401, 'req_'])
    await page.goto(other)
    expect(await ask(key.token)).toEqual(['TypeError'])
    expect(await ask('nonsense')).toEqual(['TypeError'])
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})
