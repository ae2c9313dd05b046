import { expect, test } from '@/e2e/fixtures'
import { PEOPLE } from '@/e2e/ground/people'
import { SWEEP } from '@/e2e/ground/sweep'
import { KeyPage } from '@/e2e/pages/key-page'
import { IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { OfferDialog, OffersPage } from '@/e2e/pages/offers'
import { call } from '@/e2e/processes/call'

test.use({ as: 'owner' })

test('orphaned keys are offered together: one is accepted and its new key opens the app, one is declined, and the old ones stay dead', {
  tag: SWEEP,
}, async ({ page, pageOf, given, accessible }) => {
  const app = await given.app('inherited')
  const [kept, unwanted] = await given.orphanedKeys(app, 'kept', 'unwanted')
  const panel = new KeysPanel(page)
  const offer = new OfferDialog(page)

  await test.step('an Owner offers both at once', async () => {
    await page.goto(`${app.path}/api-keys?tab=orphaned`)
    await panel.selectAll.check()
    await page.getByRole('button', { name: 'Offer to…', exact: true }).click()
    await expect(offer.dialog).toHaveAccessibleName('Offer 2 keys')
    await expect(offer.submit).toBeDisabled()
    await offer.choose(PEOPLE.secondDeveloper.name)
    await accessible(page, 'the dialog that offers keys')
    await offer.submit.click()
    for (const key of [kept, unwanted])
      await expect(panel.row(key.name)).toContainText(`Offered to ${PEOPLE.secondDeveloper.name}, until`)
  })

  const theirs = await pageOf('secondDeveloper')
  const offers = new OffersPage(theirs)
  const issued = new IssuedKeyDialog(theirs)

  const token = await test.step('the other person finds them on Home, and accepts one', async () => {
    await theirs.goto('/o/demo')
    await expect(theirs.getByRole('heading', { name: 'Offered to you' })).toBeVisible()
    // Home lists it as orphaned too, further down.
    await theirs.getByRole('link', { name: kept.name }).first().click()
    await expect(offers.offer(kept.name)).toContainText(`offered by ${PEOPLE.owner.name}`)
    await accessible(theirs, 'what is offered')
    await offers.accept(kept.name).click()
    await expect(offers.dialog).toContainText('The old key never works again.')
    await expect(offers.expiration('90 days')).toBeChecked()
    await accessible(theirs, 'the dialog that accepts a key')
    await offers.submit.click()
    const shown = (await issued.key.textContent()) ?? ''
    await theirs.keyboard.press('Escape')
    await issued.copy.click()
    await issued.close.click()
    await expect(issued.dialog).toBeHidden()
    await expect(offers.offer(kept.name)).toBeHidden()
    return shown
  })

  await test.step('the new key opens the app, the old one is dead for good', async () => {
    expect((await call(app.endpoint, { token })).status).toBe(200)
    await expect.poll(async () => (await call(app.endpoint, { token: kept.token })).verdict).toBe('revoked')
  })

  await test.step('the other one is declined, and can be offered again', async () => {
    await offers.decline(unwanted.name).click()
    await expect(offers.offer(unwanted.name)).toBeHidden()
    await page.reload()
    await expect(panel.row(kept.name)).toBeHidden()
    await expect(panel.row(unwanted.name)).not.toContainText('Offered to')
    await page.getByRole('button', { name: `Offer to… ${unwanted.name}`, exact: true }).click()
    await offer.choose(PEOPLE.developer.name)
    await offer.submit.click()
    await expect(panel.row(unwanted.name)).toContainText(`Offered to ${PEOPLE.developer.name}`)
    await panel.more(unwanted.name).click()
    await page.getByRole('menuitem', { name: 'Withdraw offer' }).click()
    await expect(panel.row(unwanted.name)).not.toContainText('Offered to')
    expect((await call(app.endpoint, { token: unwanted.token })).verdict).toBe('orphaned')
  })

  await test.step('the old key’s page says who has it now', async () => {
    await page.goto(`${app.path}/api-keys/${kept.id}`)
    await expect(new KeyPage(page).lineageKeys.first()).toContainText(`to ${PEOPLE.secondDeveloper.name}`)
  })
})

test('an app is offered to another Developer, who owns it by accepting', async ({ pageOf, given }) => {
  const app = await given.app('passed-on')
  const owner = await pageOf('developer')
  await owner.goto(app.path)
  await owner.getByRole('button', { name: 'Hand over', exact: true }).click()
  const offer = new OfferDialog(owner)
  await offer.choose(PEOPLE.secondDeveloper.name)
  await offer.submit.click()
  await expect(owner.getByText(`Offered to ${PEOPLE.secondDeveloper.name}`)).toBeVisible()
  const theirs = await pageOf('secondDeveloper')
  await theirs.goto('/o/demo/offers')
  await new OffersPage(theirs).accept(app.name).click()
  await expect(theirs.getByText(`${app.name} is yours now`)).toBeVisible()
  await theirs.goto(app.path)
  await expect(theirs.getByRole('button', { name: 'Hand over', exact: true })).toBeVisible()
  await owner.reload()
  await expect(owner.getByRole('button', { name: 'Hand over', exact: true })).toBeHidden()
})
