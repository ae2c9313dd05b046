import { expect, test } from '@/e2e/fixtures'
import { AppPage } from '@/e2e/pages/apps'
import { csvRecordsOf } from '@/e2e/pages/csv-file'
import { KeysPanel } from '@/e2e/pages/keys-panel'
import { call } from '@/e2e/processes/call'

test('calls show up in the panel, in the charts and their tables, by caller and one by one, and as files; those of a dead key on its page and on Home', async ({
  page,
  given,
}) => {
  const app = await given.app('counted')
  const key = await given.key(app, 'caller')
  const headers = { 'user-agent': '=nightly/1.0' }
  for (let count = 0; count < 3; count += 1)
    expect((await call(`${app.endpoint}?max=${count + 100}`, { token: key.token, headers })).status).toBe(200)
  await given.revoke(key)
  // A call that is faster than the revocation is accepted, and counts.
  let accepted = 3
  await expect
    .poll(
      async () => {
        const { verdict = 'accepted' } = await call(app.endpoint, { token: key.token, headers })
        if (verdict === 'accepted') accepted += 1
        return verdict
      },
      { intervals: [100] },
    )
    .toBe('revoked')
  // What was counted is on its way to the portal for a few seconds.
  await expect
    .poll(async () => (await given.rows('select 1 from usage_hour where api_key_id = $1', [key.id])).length, {
      timeout: 30_000,
    })
    .toBeGreaterThan(1)

  await page.goto(`${app.path}/api-keys?tab=history`)
  const panel = new KeysPanel(page)
  await expect(panel.row(key.name)).not.toContainText('never used')
  await panel.row(key.name).getByRole('link', { name: key.name }).click()
  await expect(page.getByText(/^Still presented/)).toBeVisible()
  await page.getByText('Show the numbers', { exact: true }).click()
  const numbers = page.getByRole('table', { name: `Requests with ${key.name}, last 24 hours` })
  await expect(numbers.getByRole('columnheader')).toHaveText([/^Hour/, 'Accepted', 'Revoked', 'All'])
  await expect(page.getByRole('img', { name: `Requests with ${key.name}, last 24 hours` })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Callers' })).toContainText('nightly')
  await expect(page.getByRole('region', { name: 'Last requests' })).toContainText('GET')

  const [head, ...counts] = await csvRecordsOf(page, `CSV of requests with ${key.name}, last 24 hours`)
  expect(head).toEqual(['hour', 'verdict', 'requests'])
  for (const [hour] of counts) expect(hour).toMatch(/^\d{4}-\d\d-\d\dT\d\d:00:00\.000Z$/)
  const told = counts.filter(([, verdict]) => verdict === 'accepted').map(([, , requests]) => Number(requests))
  expect(told.reduce((sum, requests) => sum + requests, 0)).toBe(accepted)
  const callers = await csvRecordsOf(page, 'CSV of callers')
  expect(callers[1]?.slice(0, 2), 'a spreadsheet calculates nothing of it').toEqual(['127.0.0.1', "'=nightly/1.0"])
  expect((await csvRecordsOf(page, 'CSV of last requests')).length).toBeGreaterThan(3)

  await page.goto(app.path)
  await expect(new AppPage(page).viewApiKeys).toBeVisible()
  expect((await csvRecordsOf(page, `CSV of requests to ${app.name}, last 24 hours`))[0]).toEqual(head)
  await page.goto('/o/demo')
  const knocking = page.getByRole('heading', { name: 'Dead keys still presented' }).locator('xpath=ancestor::section')
  await expect(knocking.getByRole('link', { name: key.name })).toBeVisible()

  const stranger = await page.request.get(`/o/demo/cloud-functions/never-was/usage.csv`)
  expect(stranger.status()).toBe(404)
})
