import type { Page, Request } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { type Answer, call } from '@/e2e/processes/call'

/** Creates a key through the form, and returns the request that the browser sent for it. */
async function createKey(page: Page, keysPath: string, name: string): Promise<Request> {
  await page.goto(keysPath)
  await new KeysPanel(page).create.click()
  await new CreateKeyDialog(page).name.fill(name)
  const sent = page.waitForRequest(
    (request) => request.method() === 'POST' && Boolean(request.headers()['next-action']),
  )
  await new CreateKeyDialog(page).submit.click()
  await expect(new IssuedKeyDialog(page).key).toBeVisible()
  return sent
}

/** Sends a request of the browser once more, its cookies included, with another name of the key and another origin. */
async function again(request: Request, change: (body: string) => string, origin: string | null): Promise<Answer> {
  const { origin: _, ...headers } = await request.allHeaders()
  const body = change(request.postData() ?? '')
  return call(request.url(), {
    method: 'POST',
    headers: { ...onlyReal(headers), ...(origin === null ? {} : { origin }) },
    body: Buffer.from(body),
  })
}

/** Without what belongs to the browser's own connection: the answer should come as it is. */
const LEFT_OUT = new Set(['content-length', 'accept-encoding', 'connection'])
const onlyReal = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':') && !LEFT_OUT.has(name)))

test('an action from a foreign page, from an opaque one or from none is refused, and nothing is made', async ({
  page,
  given,
  baseURL,
}) => {
  const app = await given.app('origins')
  const name = unused('first')
  const request = await createKey(page, `${app.path}/api-keys`, name)
  const made = async () =>
    (await given.rows<{ name: string }>('select name from api_key where app_id = $1', [app.id])).map((row) => row.name)

  for (const origin of ['https://evil.test', 'null', null, 'http://localhost:1', `${baseURL}.evil.test`]) {
    const refused = await again(request, (body) => body.replaceAll(name, unused('forged')), origin)
    expect(refused.body, `origin ${origin}`).not.toMatch(/"token"/)
    expect(refused.status, `origin ${origin}`).toBeLessThan(500)
    expect(await made(), `origin ${origin}`).toEqual([name])
  }

  // The same request with the portal's own origin works, so it was the origin that was refused.
  const accepted = await again(request, (body) => body.replaceAll(name, `${name}-2`), baseURL ?? '')
  expect(accepted.status).toBe(200)
  expect((await made()).sort()).toEqual([name, `${name}-2`])
})

test('a forwarded host does not make a foreign origin ours', async ({ page, given }) => {
  const app = await given.app('forwarded')
  const name = unused('first')
  const request = await createKey(page, `${app.path}/api-keys`, name)
  const headers = await request.allHeaders()
  await call(request.url(), {
    method: 'POST',
    headers: { ...onlyReal(headers), origin: 'https://evil.test', 'x-forwarded-host': 'evil.test' },
    body: Buffer.from((request.postData() ?? '').replaceAll(name, unused('forged'))),
  })
  expect(await given.rows('select name from api_key where app_id = $1', [app.id])).toEqual([{ name }])
})

test('with another organization’s app in it, an action finds nothing', async ({ page, given, baseURL }) => {
  const own = await given.app('own')
  const foreign = await given.app('foreign', { organization: 'acme', by: 'owner' })
  const name = unused('first')
  const request = await createKey(page, `${own.path}/api-keys`, name)
  const refused = await again(
    request,
    (body) => body.replaceAll(own.id, foreign.id).replaceAll(name, unused('forged')),
    baseURL ?? '',
  )
  expect(refused.body).toContain('There is no such app.')
  expect(await given.rows('select name from api_key where app_id = $1', [foreign.id])).toEqual([])
})

test('a signed-out caller is told to sign in, and makes nothing', async ({ page, given, baseURL }) => {
  const app = await given.app('signed-out')
  const name = unused('first')
  const request = await createKey(page, `${app.path}/api-keys`, name)
  const { cookie: _, ...headers } = await request.allHeaders()
  const refused = await call(request.url(), {
    method: 'POST',
    headers: { ...onlyReal(headers), origin: baseURL ?? '' },
    body: Buffer.from((request.postData() ?? '').replaceAll(name, unused('forged'))),
  })
  expect(refused.status).toBeLessThan(500)
  expect(await given.rows('select name from api_key where app_id = $1', [app.id])).toEqual([{ name }])
})

test('a double click on Create API Key makes one key', async ({ page, given }) => {
  const app = await given.app('double')
  const create = new CreateKeyDialog(page)
  const sent: Request[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.headers()['next-action']) sent.push(request)
  })
  await page.goto(`${app.path}/api-keys`)
  await new KeysPanel(page).create.click()
  await create.name.fill('twice')
  await create.submit.dblclick()
  await expect(new IssuedKeyDialog(page).key).toBeVisible()
  expect(sent).toHaveLength(1)
  expect(await given.rows('select name from api_key where app_id = $1', [app.id])).toEqual([{ name: 'twice' }])
})
