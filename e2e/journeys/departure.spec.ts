import { Webhook } from 'standardwebhooks'
import { expect, test } from '@/e2e/fixtures'
import { mailsTo, mailTo } from '@/e2e/ground/mails'
import { PASSWORD, PEOPLE } from '@/e2e/ground/people'
import { InvitationPage } from '@/e2e/pages/account-pages'
import { IssuedKeyDialog, KeysPanel, RevokeDialog } from '@/e2e/pages/keys-panel'
import { InviteDialog, MembersPage } from '@/e2e/pages/members'
import { OfferDialog, OffersPage } from '@/e2e/pages/offers'
import { SignInPage } from '@/e2e/pages/sign-in-page'
import { call } from '@/e2e/processes/call'
import { openWebhookSink, type Received } from '@/lib/operations/testing/webhook-sink'

test('a developer with three keys is removed: what stops is seen first, it stops with a receipt, and an Owner deals with what is left', async ({
  pageOf,
  given,
  accessible,
}) => {
  const app = await given.app('departure')
  const leaver = await given.member('Remy Castel')
  const keys = [
    await given.key(app, 'nightly', { by: leaver }),
    await given.key(app, 'reports', { by: leaver }),
    await given.key(app, 'laptop', { by: leaver }),
  ] as const
  const [nightly, reports, laptop] = keys
  const receiver = await openWebhookSink()
  const webhook = await given.toldWebhook(receiver.url, ['keys.orphaned'])
  const verdictOf = async (key: { token: string }) =>
    (await call(app.endpoint, { token: key.token })).verdict ?? 'accepted'

  // A caller that goes on: what it is told is kept, in order.
  const told: string[] = []
  let calling = true
  const caller = (async () => {
    while (calling) told.push(await verdictOf(nightly))
  })()
  await expect.poll(() => told.length).toBeGreaterThan(3)

  await test.step('the User Administrator sees what stops, and agrees to it', async () => {
    const page = await pageOf('administrator')
    const members = new MembersPage(page)
    const impact = members.removeDialog(leaver.name)
    await page.goto(`/o/demo/members?text=${encodeURIComponent(leaver.email)}`)
    await members.actionsOf(leaver.name).click()
    await members.entry('Remove').click()
    await expect(impact.dialog).toContainText(`3 live keys belong to ${leaver.name}`)
    await expect(impact.keys).toHaveCount(3)
    await expect(impact.dialog.getByRole('radio'), 'others decide what becomes of them').toHaveCount(0)
    await expect(impact.dialog).toContainText('An Owner or an Aura Owner can offer them to someone or revoke them')
    await accessible(page, 'what a removal stops', ['light'])
    await expect(impact.submit).toBeDisabled()
    await impact.agreement.check()
    await impact.submit.click()
    await expect(impact.receipt).toContainText(/^Orphaned at every gateway, [\d.,]+ m?s after you clicked/)
    for (const key of keys) expect(await verdictOf(key), 'there is nothing to wait for').toBe('orphaned')
    await expect(impact.dialog).toContainText('3 keys are orphaned.')
    await impact.done.click()
    await expect(members.row(leaver.email)).toBeHidden()
  })

  await test.step('the caller was let in until then, and never again', async () => {
    calling = false
    await caller
    expect(told.at(-1)).toBe('orphaned')
    expect(told.slice(0, told.indexOf('orphaned')).every((verdict) => verdict === 'accepted')).toBe(true)
    expect(told.slice(told.indexOf('orphaned')).every((verdict) => verdict === 'orphaned')).toBe(true)
  })

  const page = await pageOf('owner')
  const panel = new KeysPanel(page)

  await test.step('an Owner is told by bell, mail and webhook, once by each for all three', async () => {
    await page.goto('/o/demo')
    await page.getByRole('button', { name: /^Notifications, \d+ .*unread$/ }).click()
    const told = page.getByRole('dialog', { name: 'Notifications' }).getByRole('listitem')
    await expect(told.filter({ hasText: leaver.name })).toHaveCount(1)
    await expect(told.filter({ hasText: leaver.name })).toContainText('3 API keys are orphaned')

    const mail = await mailTo(PEOPLE.owner.email, leaver.name)
    expect(mail.subject).toContain('3 API keys are orphaned')
    for (const key of keys) expect(mail.text).toContain(`${key.name} of ${app.name}`)
    expect(mailsTo(PEOPLE.owner.email, leaver.name)).toHaveLength(1)

    // Others leave the organization meanwhile, in other tests.
    const isOfLeaver = ({ body }: Received) => body.includes(leaver.name)
    await expect.poll(() => receiver.received.some(isOfLeaver)).toBe(true)
    const messages = receiver.received.filter(isOfLeaver)
    const signed = new Webhook(webhook.secret.reveal())
    const genuine = messages.map(({ body, headers }) => signed.verify(body, headers as Record<string, string>))
    const named = expect.arrayContaining(keys.map(({ name }) => expect.objectContaining({ name })))
    expect(genuine).toMatchObject([{ type: 'keys.orphaned', data: { cause: 'removed', keys: named } }])
    await given.deleteWebhook(webhook)
    receiver.close()
  })

  await test.step('the Owner reads who removed whom, and revokes one of the keys', async () => {
    const revoke = new RevokeDialog(page)
    await page.goto(`${app.path}/api-keys?tab=orphaned`)
    await expect(panel.tab('Orphaned')).toHaveAccessibleName('Orphaned 3')
    const why = `${leaver.name} was removed from the organization by ${PEOPLE.administrator.name}`
    await expect(panel.row(nightly.name)).toContainText(why)
    await panel.revoke(reports.name).click()
    await revoke.agreeAndRevoke()
    await revoke.done.click()
    await expect(panel.tab('Orphaned')).toHaveAccessibleName('Orphaned 2')
    expect(await verdictOf(reports)).toBe('revoked')
  })

  await test.step('another Developer is offered one of them, and calls the app with a key of their own', async () => {
    const offer = new OfferDialog(page)
    await page.getByRole('button', { name: `Offer to… ${nightly.name}`, exact: true }).click()
    await offer.choose(PEOPLE.secondDeveloper.name)
    await offer.submit.click()
    await expect(panel.row(nightly.name)).toContainText(`Offered to ${PEOPLE.secondDeveloper.name}`)

    const theirs = await pageOf('secondDeveloper')
    const offers = new OffersPage(theirs)
    const issued = new IssuedKeyDialog(theirs)
    await theirs.goto('/o/demo/offers')
    await offers.accept(nightly.name).click()
    await offers.submit.click()
    const token = (await issued.key.textContent()) ?? ''
    await issued.copy.click()
    await issued.close.click()
    expect(await verdictOf({ token })).toBe('accepted')
    await expect.poll(() => verdictOf(nightly)).toBe('revoked')
  })

  await test.step('the person is invited back, and finds exactly the third key again', async () => {
    const members = new MembersPage(page)
    const invite = new InviteDialog(page)
    await page.goto(`/o/demo/members?tab=removed&text=${encodeURIComponent(leaver.email)}`)
    await members.actionsOf(leaver.name).click()
    await members.entry('Invite back').click()
    await invite.role(PEOPLE.developer.role).check()
    await invite.submit.click()
    await expect(invite.link).toBeVisible()
    const link = await invite.shown()
    await invite.copy.click()
    await invite.close.click()

    const theirs = await pageOf(null)
    const invitation = new InvitationPage(theirs)
    await theirs.goto(link)
    await theirs.getByRole('link', { name: 'Sign in' }).click()
    await new SignInPage(theirs).signIn(leaver.email, PASSWORD)
    await invitation.join.click()
    await expect(theirs).toHaveURL(/\/o\/demo$/)
    await expect.poll(() => verdictOf(laptop)).toBe('accepted')
    expect([await verdictOf(nightly), await verdictOf(reports)]).toEqual(['revoked', 'revoked'])
  })
})
