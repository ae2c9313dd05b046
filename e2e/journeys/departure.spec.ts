import { expect, test } from '@/e2e/fixtures'
import { PEOPLE } from '@/e2e/ground/people'
import { KeysPanel, RevokeDialog } from '@/e2e/pages/keys-panel'
import { MembersPage } from '@/e2e/pages/members'
import { call } from '@/e2e/processes/call'

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
  const [nightly, reports] = keys
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

  await test.step('an Owner reads who removed whom, and revokes one of the keys', async () => {
    const page = await pageOf('owner')
    const panel = new KeysPanel(page)
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
})
