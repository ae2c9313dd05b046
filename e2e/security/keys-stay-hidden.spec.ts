import { readFileSync } from 'node:fs'
import type { Request } from '@playwright/test'
import { expect, test } from '@/e2e/fixtures'
import { installation } from '@/e2e/ground/installation'
import { keptByTheBrowser } from '@/e2e/ground/kept-by-the-browser'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { NewSecretDialog, SecretsPage } from '@/e2e/pages/secrets'
import { call } from '@/e2e/processes/call'

/** Everything that a page sends: addresses, headers, bodies. */
function sentFromNowOn(page: import('@playwright/test').Page) {
  const requests: Request[] = []
  page.context().on('request', (request) => requests.push(request))
  return async () => {
    const all = await Promise.all(
      requests.map(
        async (request) =>
          `${request.url()}\n${JSON.stringify(await request.allHeaders())}\n${request.postData() ?? ''}`,
      ),
    )
    return all.join('\n')
  }
}

test('a key that is pasted or typed into the search never leaves the browser, and its row is found', async ({
  page,
  given,
}) => {
  const app = await given.app('searched')
  const key = await given.key(app, 'wanted')
  await given.key(app, 'unwanted')
  const panel = new KeysPanel(page)
  await page.goto(`${app.path}/api-keys`)
  await expect(panel.row(key.name)).toBeVisible()
  const sent = sentFromNowOn(page)

  await page.evaluate((text) => navigator.clipboard.writeText(text), `  ${key.token}\n`)
  await panel.search.focus()
  await page.keyboard.press('Control+V')
  await expect(page.getByText('That was an API key. It was not sent: only its id is searched for.')).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`text=${key.id}`))
  await expect(panel.table.getByRole('row')).toHaveCount(2)
  await expect(panel.row(key.name)).toBeVisible()
  await expect(panel.search).toHaveValue('')

  await page.getByRole('button', { name: 'Show all keys' }).click()
  await expect(panel.table.getByRole('row')).toHaveCount(3)
  await panel.search.fill(`Authorization: Bearer ${key.token}`)
  await expect(page).toHaveURL(new RegExp(`text=${key.id}`))

  await page.getByRole('button', { name: 'Show all keys' }).click()
  await expect(panel.table.getByRole('row')).toHaveCount(3)
  // As a scanner or a password manager types it: what is typed once it is known for a key goes nowhere either.
  await panel.search.pressSequentially(key.token.slice(0, 70))
  await page.keyboard.insertText(key.token.slice(70))
  await expect(page).toHaveURL(new RegExp(`text=${key.id}`))
  await expect(panel.search).toHaveValue('')

  // Of the end of a key nobody can tell whose it is, and it goes nowhere either.
  await panel.search.fill(key.token.slice(-86))
  await expect(page.getByText('That is part of an API key.')).toBeVisible()
  await panel.search.fill(key.token.slice(0, 150))
  await expect(
    page.getByText('That is part of an API key. It was not sent. Paste the whole key to find it.'),
  ).toBeVisible()

  const traffic = await sent()
  expect(traffic).toContain(key.id)
  for (const part of [
    key.token,
    key.token.split('.')[1] ?? '',
    key.token.split('.')[2] ?? '',
    key.token.slice(0, 100),
  ]) {
    expect(traffic).not.toContain(part)
    expect(await keptByTheBrowser(page)).not.toContain(part)
  }
})

test('an address with a key in it does not show the key, and is not answered with it', async ({ page, given }) => {
  const app = await given.app('linked')
  const key = await given.key(app, 'linked')
  await page.goto(`${app.path}/api-keys?text=${encodeURIComponent(key.token.slice(0, 199))}`)
  await expect(new KeysPanel(page).search).toBeVisible()
  await expect(page.getByText(key.token.slice(0, 120))).toHaveCount(0)
  expect(page.url(), 'nor does it stay in the history').not.toContain('text=')
})

test('what hands out a key or a secret may be stored by nobody', async ({ page, given }) => {
  const app = await given.app('uncached')
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)
  const secret = new NewSecretDialog(page)
  const secrets = new SecretsPage(page)
  const actionAnswer = () =>
    page.waitForResponse(
      (response) => response.request().method() === 'POST' && Boolean(response.request().headers()['next-action']),
    )

  await page.goto(`${app.path}/api-keys`)
  await new KeysPanel(page).create.click()
  await create.name.fill('uncached')
  const handedOut = actionAnswer()
  await create.submit.click()
  expect((await handedOut).headers()['cache-control']).toContain('no-store')
  const token = (await issued.key.textContent()) ?? ''
  await issued.saveAsSecret.click()
  const name = await secret.name.inputValue()
  const saved = actionAnswer()
  await secret.submit.click()
  const sentValue = (await saved).request()
  expect(sentValue.url(), 'a key travels in a body, never in an address').not.toContain(token)
  await issued.close.click()

  await page.goto('/o/demo/secrets')
  const revealed = actionAnswer()
  await secrets.reveal(name).click()
  await expect(secrets.value(name)).toHaveText(token)
  expect((await revealed).headers()['cache-control']).toContain('no-store')
})

test('no process writes a key into what it says, and the database holds none in the clear', async ({ given }) => {
  const app = await given.app('unwritten')
  const key = await given.key(app, 'unwritten')
  expect((await call(app.endpoint, { token: key.token })).status).toBe(200)
  const signature = key.token.split('.')[2] ?? ''
  const inBase64 = Buffer.from(key.token).toString('base64')
  const { portalUrl } = installation()
  const forms = [
    key.token,
    key.token.slice(90),
    inBase64,
    [...key.token].map((character) => `%${character.charCodeAt(0).toString(16)}`).join(''),
  ]
  for (const form of forms) {
    const planted = { token: form, headers: { 'x-key': form, cookie: `next-auth.session-token=${form}` } }
    for (const url of [
      `${app.endpoint}no-such-page/${form}?key=${form}`,
      `${portalUrl}/o/demo/api-keys/${form}?text=${form}`,
      `${portalUrl}/dataplane/snapshot?version=3&key=${form}`,
      `${portalUrl}/api/auth/callback/${form}`,
    ])
      await call(url, planted)
    for (const url of [`${portalUrl}/dataplane/lease`, `${portalUrl}/sign-in`, `${portalUrl}/api/auth/signin`])
      await call(url, { ...planted, method: 'POST', body: `{"version":2,"key":"${form}"} ${form}` })
  }

  for (const [name, log] of Object.entries(installation().logs)) {
    const text = readFileSync(log, 'utf8')
    for (const part of [signature.slice(0, 40), signature.slice(-40), inBase64.slice(300, 340)])
      expect(text, name).not.toContain(part)
  }

  const columns = await given.rows<{ table_name: string; column_name: string }>(
    `select table_name, column_name from information_schema.columns
     where table_schema in ('public', 'graphile_worker') and data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea')
     and table_name not like 'pg_%'`,
  )
  expect(columns.length).toBeGreaterThan(30)
  const holding: string[] = []
  for (const { table_name, column_name } of columns) {
    const schema = (
      await given.rows<{ table_schema: string }>(
        'select table_schema from information_schema.tables where table_name = $1',
        [table_name],
      )
    )[0]?.table_schema
    const found = await given.rows(
      `select 1 from ${schema}."${table_name}" where position($1 in "${column_name}"::text) > 0 limit 1`,
      [signature],
    )
    if (found.length > 0) holding.push(`${table_name}.${column_name}`)
  }
  expect(holding).toEqual([])
})
