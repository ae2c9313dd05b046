import { expect, test } from '@/e2e/fixtures'
import type { GivenKey } from '@/e2e/ground/given'
import { SWEEP } from '@/e2e/ground/sweep'
import { csvRecordsOf } from '@/e2e/pages/csv-file'
import { KeysPanel, NoteDialog, RenameDialog, RevokeSeveralDialog } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'
import { call } from '@/e2e/processes/call'

const namesOf = (...keys: readonly GivenKey[]) => keys.map(({ name }) => name)
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000 + 3_600_000).toISOString().replace(/\.\d+/, '')

test('each filter and each order shows exactly those keys, stands in the address, and is undone by Back', {
  tag: SWEEP,
}, async ({ page, given, pageOf, accessible }) => {
  const app = await given.app('filtered')
  const oldest = await given.key(app, 'd-server', { type: 'server', expiration: 'none' })
  const paused = await given.key(app, 'c-paused')
  const theirs = await given.key(app, 'b-theirs', { by: 'secondDeveloper' })
  const newest = await given.key(app, 'a-soon')
  await given.age(oldest, { createdDaysAgo: 30 })
  await given.age(paused, { createdDaysAgo: 20, expiresAt: inDays(80) })
  await given.age(theirs, { createdDaysAgo: 10, expiresAt: inDays(20) })
  await given.age(newest, { createdDaysAgo: 1, expiresAt: inDays(3) })
  await given.disable(paused)
  await given.used(oldest, 60)
  await given.used(paused, 10)
  await given.used(newest, 0)
  const panel = new KeysPanel(page)

  await page.goto(`${app.path}/api-keys`)
  await expect(panel.names).toHaveText(namesOf(newest, theirs, paused, oldest))
  await expect(panel.count).toHaveText('4 keys')

  await test.step('every order, both ways', async () => {
    for (const [column, first, turned] of [
      ['Name', [newest, theirs, paused, oldest], [oldest, paused, theirs, newest]],
      ['Expires', [newest, theirs, paused, oldest], [oldest, paused, theirs, newest]],
      ['Last used', [newest, paused, oldest, theirs], [theirs, oldest, paused, newest]],
      ['Created', [newest, theirs, paused, oldest], [oldest, paused, theirs, newest]],
    ] as const) {
      const head = panel.table.getByRole('columnheader', { name: column })
      await panel.sortBy(column).click()
      await expect(panel.names, column).toHaveText(namesOf(...first))
      await expect(head).toHaveAttribute('aria-sort', /^(a|de)scending$/)
      const before = await head.getAttribute('aria-sort')
      await panel.sortBy(column).click()
      await expect(panel.names, `${column}, turned round`).toHaveText(namesOf(...turned))
      await expect(head).not.toHaveAttribute('aria-sort', before ?? '')
    }
    // Chen Wei before Mara Lindqvist; among hers the ties are broken somehow, and turned round with the rest.
    await panel.sortBy('Owner').click()
    await expect(panel.names.first()).toHaveText(theirs.name)
    await panel.sortBy('Owner').click()
    await expect(panel.names.last()).toHaveText(theirs.name)
  })

  await test.step('every filter, alone', async () => {
    await page.goto(`${app.path}/api-keys`)
    const { state, type, expires, use, owner } = panel.filters
    for (const [control, choice, left, inAddress] of [
      [state, 'Disabled', [paused], 'state=disabled'],
      [state, 'Active', [newest, theirs, oldest], 'state=active'],
      [type, 'Server key', [oldest], 'type=server'],
      [expires, 'Within 7 days', [newest], 'expires=7'],
      [expires, 'Within 30 days', [newest, theirs], 'expires=30'],
      [use, 'Never used', [theirs], 'unused=never'],
      // What is younger than that has not been left unused so long.
      [use, 'Not used for 30 days', [oldest], 'unused=30'],
    ] as const) {
      await control.selectOption(choice)
      await expect(panel.names, choice).toHaveText(namesOf(...left))
      await expect(page).toHaveURL(new RegExp(`\\?${inAddress}$`))
      await expect(panel.count).toHaveText(left.length === 1 ? '1 key matches' : `${left.length} keys match`)
      await page.goBack()
      await expect(panel.names).toHaveCount(4)
      await expect(control).toHaveValue('')
    }
    await panel.chooseOwner('Chen Wei')
    await expect(panel.names).toHaveText(namesOf(theirs))
    await expect(owner).toHaveText('Chen Wei')
    await expect(panel.activeFilters).toHaveText(['Owner: Chen Wei'])
    await panel.removeFilter('Owner: Chen Wei').click()
    await expect(panel.names).toHaveCount(4)
  })

  await test.step('filters together, in a link for a colleague, and what to do when nothing is left', async () => {
    await panel.filters.expires.selectOption('Within 30 days')
    await expect(panel.names).toHaveCount(2)
    await panel.filters.use.selectOption('Never used')
    await expect(panel.names).toHaveText(namesOf(theirs))
    await panel.sortBy('Name').click()
    await expect(page).toHaveURL(/sort=name/)
    const colleague = new KeysPanel(await pageOf('reader'))
    await colleague.page.goto(page.url())
    await expect(colleague.names).toHaveText(namesOf(theirs))
    await expect(colleague.activeFilters).toHaveText(['Expires: Within 30 days', 'Use: Never used'])
    await accessible(page, 'the panel with filters')
    const [columns, ...rows] = await csvRecordsOf(colleague.page, 'CSV of active API keys that match')
    expect(columns?.slice(0, 2)).toEqual(['name', 'key_id'])
    expect(rows.map(([name, id]) => [name, id])).toEqual([[theirs.name, theirs.id]])

    await panel.search.fill('nothing-is-called-that')
    await expect(page.getByText('matches “nothing-is-called-that”')).toBeVisible()
    await expect(panel.filters.use).toHaveValue('never')
    await panel.clearFilters.last().click()
    await expect(panel.names).toHaveCount(4)
    await expect(panel.search).toHaveValue('')
  })

  await test.step('a tab offers what says something about its keys', async () => {
    await panel.filters.expires.selectOption('Within 7 days')
    await expect(panel.names).toHaveText(namesOf(newest))
    await panel.tab('History').click()
    await expect(page.getByText('No keys have expired or been revoked')).toBeVisible()
    await expect(panel.filters.expires).toBeHidden()
    await expect(panel.filters.state.getByRole('option')).toHaveText(['Any state', 'Expired', 'Revoked'])
    await panel.tab('Orphaned').click()
    await expect(panel.tab('Orphaned')).toHaveAttribute('aria-current', 'page')
    await expect(panel.filters.state).toBeHidden()
  })

  await test.step('on a phone they are behind a button that says how many are on', async () => {
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(`${app.path}/api-keys?type=user`)
    await page.getByRole('button', { name: 'Filters, 1 active' }).click()
    const sheet = page.getByRole('dialog', { name: 'Filters' })
    await sheet.getByRole('combobox', { name: 'State' }).selectOption('Disabled')
    await expect(panel.names).toHaveText(namesOf(paused))
    await accessible(page, 'the filters on a phone', ['light'])
  })
})

test('pages are turned forward and back, in the order that was chosen', async ({ page, given }) => {
  const app = await given.app('many')
  const keys: GivenKey[] = []
  for (let made = 0; made < 53; made += 1)
    keys.push(await given.key(app, `key-${String(made).padStart(2, '0')}`, { type: 'server' }))
  const panel = new KeysPanel(page)

  await page.goto(`${app.path}/api-keys?sort=name`)
  await expect(panel.names).toHaveText(namesOf(...keys.slice(0, 50)))
  await expect(panel.toPage('Previous')).toBeHidden()
  await panel.toPage('Next').click()
  await expect(panel.names).toHaveText(namesOf(...keys.slice(50)))
  await expect(panel.toPage('Next')).toBeHidden()
  const second = page.url()
  await panel.toPage('Previous').click()
  await expect(panel.names).toHaveCount(50)
  await page.goBack()
  await expect(panel.names, 'the browser’s Back').toHaveText(namesOf(...keys.slice(50)))

  await page.goto(second)
  await expect(panel.names, 'who was sent the second page').toHaveText(namesOf(...keys.slice(50)))
  await panel.toPage('First').click()
  await expect(panel.names).toHaveText(namesOf(...keys.slice(0, 50)))
  await panel.selectAll.check()
  await expect(panel.count).toHaveText('50 selected')
  await panel.toPage('Next').click()
  await expect(panel.count, 'nothing is selected that is not seen').toHaveText('53 keys')
})

test('several keys are revoked with one agreement: each has its result, and what failed is tried again', async ({
  page,
  given,
  accessible,
}) => {
  const app = await given.app('bulk')
  const kept = await given.key(app, 'kept')
  const keys = [await given.key(app, 'one'), await given.key(app, 'two'), await given.key(app, 'three')] as const
  const [refused, used, elsewhere] = keys
  await given.used(used, 1)
  const panel = new KeysPanel(page)
  const revoke = new RevokeSeveralDialog(page)

  await page.goto(`${app.path}/api-keys?sort=created`)
  await expect(panel.names).toHaveText(namesOf(kept, ...keys))
  await panel.select(refused.name).check()
  await expect(panel.select(refused.name), 'selecting keeps the focus').toBeFocused()
  await panel.select(elsewhere.name).click({ modifiers: ['Shift'] })
  await expect(panel.count).toHaveText('3 selected')
  await expect(panel.select(used.name)).toBeChecked()
  await panel.revokeSelected.click()
  await expect(revoke.keys.first(), 'what is in use stands first').toContainText(used.name)
  await expect(revoke.dialog).toContainText('1 of them was used in the last 7 days')
  await accessible(page, 'the dialog that revokes several keys')
  await expect(revoke.submit).toBeDisabled()

  // Meanwhile one of them is given to somebody else, and another is revoked.
  const owner = (of: string) =>
    given.rows(
      `update api_key set owner_id = (select m.id from membership m join "user" u on u.id = m.user_id
         where u.email = $2 and m.organization_id = api_key.organization_id) where id = $1`,
      [refused.id, of],
    )
  await owner('dev2@demo.test')
  await given.revoke(elsewhere)
  await revoke.reason.fill('Left over')
  await revoke.agreement.check()
  await revoke.submit.click()

  await expect(revoke.dialog.getByText('2 keys were revoked, 1 not')).toBeVisible()
  await expect(revoke.result(used.name)).toContainText('Revoked')
  await expect(revoke.result(elsewhere.name)).toContainText('Was revoked already')
  await expect(revoke.result(refused.name)).toContainText('Your role does not allow this.')
  await expect(revoke.dialog).toContainText(/Dead at every gateway/)
  expect((await call(app.endpoint, { token: used.token })).verdict).toBe('revoked')
  expect((await call(app.endpoint, { token: refused.token })).status).toBe(200)
  await accessible(page, 'what came of each key')

  await owner('dev@demo.test')
  await expect(revoke.again).toHaveText('Try again the 1 that failed')
  await revoke.again.click()
  await expect(revoke.dialog.getByText('3 keys revoked')).toBeVisible()
  await expect(revoke.again).toBeHidden()
  await revoke.done.click()
  await expect(panel.names).toHaveText(namesOf(kept))
  await expect(panel.count).toHaveText('1 key')
  await page.goto(`${app.path}/api-keys/${used.id}`)
  await expect(page.getByText('“Left over”').first()).toBeVisible()
})

test('a key is renamed and noted, and its id is copied, from its row', async ({ page, given, accessible }) => {
  const app = await given.app('named', { environment: 'sandbox' })
  const key = await given.key(app, 'before')
  const other = await given.key(app, 'other')
  const panel = new KeysPanel(page)
  const rename = new RenameDialog(page)
  const note = new NoteDialog(page)
  await page.goto(`${app.path}/api-keys`)
  await expect(page.getByText('Sandbox', { exact: true })).toBeVisible()

  await panel.more(key.name).click()
  await panel.entry('Rename').click()
  await expect(rename.name).toBeFocused()
  await rename.name.fill(other.name)
  await rename.submit.click()
  await expect(rename.name).toHaveAccessibleDescription(
    new RegExp(`A live key of this app is named “${other.name}” already`),
  )
  await expect(rename.name).toHaveValue(other.name)
  await accessible(page, 'the dialog that renames a key')
  await rename.name.fill(`${key.name}-renamed`)
  await rename.submit.click()
  await expect(rename.dialog).toBeHidden()
  const renamed = `${key.name}-renamed`
  await expect(panel.row(renamed)).toBeVisible()
  await expect(panel.more(renamed)).toBeFocused()

  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await expect(panel.entry('Note')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(note.note).toBeFocused()
  await note.note.fill('Nightly build. Ask Mara.')
  await page.mouse.click(5, 5)
  await expect(note.dialog, 'what was written is not lost by a press beside it').toBeVisible()
  await note.submit.click()
  await expect(note.dialog).toBeHidden()
  await expect(panel.row(renamed)).toContainText('Nightly build. Ask Mara.')

  await panel.more(renamed).click()
  await panel.entry('Copy key ID').click()
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key.id)
  await panel.more(renamed).click()
  await panel.entry('Open').click()
  await expect(new Shell(page).heading).toHaveText(renamed)
  await expect(page.getByText('API key renamed')).toBeVisible()
})

test('the inventory has the keys of every app for an Owner, with what is in a sandbox apart, and is not there for a Developer', async ({
  page,
  pageOf,
  given,
  watched,
}) => {
  watched.allow(/status of 404/)
  const [live, tried] = [
    await given.app('inventory'),
    await given.app('inventory', { service: 'inference_api', environment: 'sandbox' }),
  ]
  const [liveKey, triedKey] = [await given.key(live, 'inventory'), await given.key(tried, 'inventory')]
  expect((await page.goto('/o/demo/api-keys'))?.status()).toBe(404)

  const owner = await pageOf('owner')
  const panel = new KeysPanel(owner)
  await owner.goto('/o/demo')
  await new Shell(owner).open('API keys')
  await expect(new Shell(owner).heading).toHaveText('API keys of Demo Organization')
  await panel.search.fill('inventory-')
  await expect(panel.names).toHaveText(namesOf(triedKey, liveKey))
  await expect(panel.row(triedKey.name)).toContainText(tried.name)
  await panel.filters.environment.selectOption('Sandbox')
  await expect(panel.names).toHaveText(namesOf(triedKey))
})
