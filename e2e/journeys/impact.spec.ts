import { expect, test } from '@/e2e/fixtures'
import { unused } from '@/e2e/ground/given'
import { AppPage } from '@/e2e/pages/apps'
import { call } from '@/e2e/processes/call'

// Who may revoke an orphaned key may choose that for one that is about to be.
test.use({ as: 'owner' })

test('what deleting an app stops is shown first, with a choice for each key; when a colleague changes it meanwhile nothing is done', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('impact')
  const busy = await given.key(app, 'busy', { type: 'server' })
  const idle = await given.key(app, 'idle')
  const secret = await given.secret('HOLDS', busy.token)
  await given.used(busy, 0)
  const appPage = new AppPage(page)
  const impact = appPage.deleteDialog
  const verdictOf = async (key: { token: string }) => (await call(app.endpoint, { token: key.token })).verdict

  await test.step('server keys come first, with their use and the secrets that hold them', async () => {
    await page.goto(app.path)
    await appPage.delete.click()
    await expect(impact.dialog).toContainText('2 live keys open it')
    await expect(impact.dialog).toContainText('1 of them was used in the last 24 hours.')
    await expect(impact.keys.first()).toContainText(busy.name)
    await expect(impact.key(busy.name)).toContainText('In use')
    await expect(impact.key(busy.name)).toContainText(secret.name)
    await expect(impact.key(idle.name)).toContainText('Never used')
    await accessible(page, 'what deleting an app stops')
  })

  await test.step('each key has its choice, which is not lost by accident', async () => {
    await impact.choiceOf(idle.name).selectOption('Revoke')
    await expect(impact.dialog).toContainText('1 key is orphaned, 1 key is revoked.')
    await page.keyboard.press('Escape')
    await expect(impact.dialog).toBeVisible()
    await impact.confirmation.fill(app.name)
  })

  const late = await given.key(app, unused('late'), { by: 'secondDeveloper' })

  await test.step('a colleague has made a key meanwhile: nothing is done, and what is new is marked', async () => {
    await impact.submit.click()
    await expect(impact.problem).toContainText('Something changed meanwhile, so nothing was done')
    await expect(impact.key(late.name)).toContainText('New')
    await expect(impact.choiceOf(idle.name), 'what was chosen is kept').toHaveValue('revoke')
    await expect(impact.confirmation).toHaveValue(app.name)
    expect(await verdictOf(idle)).toBeUndefined()
    await accessible(page, 'facts that have changed', ['light'])
  })

  await test.step('confirmed again, exactly that happens, with a receipt', async () => {
    await impact.submit.click()
    await expect(impact.receipt).toContainText(/^Closed at every gateway, [\d.,]+ m?s after you clicked/)
    await expect(impact.dialog).toContainText('2 keys are orphaned, 1 key is revoked.')
    expect([await verdictOf(busy), await verdictOf(late), await verdictOf(idle)]).toEqual([
      'orphaned',
      'orphaned',
      'revoked',
    ])
    await impact.done.click()
    await expect(page.getByText('This app was deleted')).toBeVisible()
  })
})
