import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { ChangeLimitsDialog, CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'

/** Of RFC 5737: nobody calls from there. */
const ELSEWHERE = '203.0.113.0/24'
const HERE = '127.0.0.0/8\n::1'

test('a key opens its app from its own addresses alone, and as often as it may: both are changed while it lives, and each gateway is seen to follow', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('guarded')
  const keyName = unused('narrow')
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)
  const change = new ChangeLimitsDialog(page)

  const token =
    await test.step('it is made for another address; what makes no sense is said beside its field', async () => {
      await page.goto(`${app.path}/api-keys`)
      await panel.create.first().click()
      await create.name.fill(keyName)
      await create.limits.click()
      await create.limitFields.burst.fill('5')
      await create.limitFields.addresses.fill('203.0.113.7/24')
      await create.limits.click()
      await create.submit.click()
      await expect(create.limitFields.requestsPerMinute, 'what is wrong is opened').toBeFocused()
      await expect(create.dialog.getByText('Enter a whole number from 1 to 1,000,000.')).toBeVisible()
      await expect(create.dialog.getByText(`Enter ${ELSEWHERE} for the range`)).toBeVisible()
      await accessible(page, 'limits that make no sense')
      await create.limitFields.burst.fill('')
      await create.limitFields.addresses.fill(ELSEWHERE)
      await create.submit.click()
      await issued.copy.click()
      const shown = (await issued.key.textContent()) ?? ''
      await issued.close.click()
      return shown
    })
  const answer = async () => {
    const { status, verdict } = await call(app.endpoint, { token })
    return [status, verdict]
  }
  expect(await answer()).toEqual([403, 'wrong_address'])

  await test.step('it is let in from here, twice a minute', async () => {
    await panel.row(keyName).getByRole('link', { name: keyName }).click()
    await expect(new Shell(page).heading).toHaveText(keyName)
    await change.open.click()
    await expect(change.fields.addresses).toHaveValue(ELSEWHERE)
    await change.fields.requestsPerMinute.fill('2')
    await change.fields.addresses.fill(HERE)
    await change.submit.click()
    await expect(change.receipt).toContainText(/^In force at every gateway, [\d.,]+ m?s after you clicked/)
    // From the moment that the page says so there is nothing to wait for.
    expect(await answer()).toEqual([200, undefined])
    expect(await answer()).toEqual([200, undefined])
    expect(await answer()).toEqual([429, 'rate_limited'])
    await accessible(page, 'the receipt of limits')
    await change.done.click()
    await expect(change.open).toBeFocused()
    await expect(page.getByText('2 requests a minute, at most 2 at once')).toBeVisible()
    await expect(page.getByText('127.0.0.0/8')).toBeVisible()
  })

  await test.step('it is let in as often as it likes, by keyboard alone', async () => {
    await page.keyboard.press('Enter')
    await expect(change.fields.requestsPerMinute).toBeFocused()
    for (const [field, next] of [
      [change.fields.requestsPerMinute, change.fields.burst],
      [change.fields.burst, change.fields.addresses],
      [change.fields.addresses, change.dialog.getByRole('button', { name: 'Cancel' })],
    ] as const) {
      await expect(field).toBeFocused()
      await page.keyboard.press('ControlOrMeta+a')
      await page.keyboard.press('Delete')
      await page.keyboard.press('Tab')
      await expect(next).toBeFocused()
    }
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(change.dialog).toBeHidden()
    await expect(page.getByText('None: as often as it likes, from anywhere')).toBeVisible()
    await expect.poll(answer, 'lifting is no restriction, so nobody waits for it').toEqual([200, undefined])
    await expect(page.getByText('Limits changed')).toHaveCount(2)
  })
})
