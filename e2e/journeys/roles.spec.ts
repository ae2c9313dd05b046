import { expect, test } from '@/e2e/fixtures'
import { PEOPLE, type Person } from '@/e2e/ground/people'
import { SWEEP } from '@/e2e/ground/sweep'
import { AppPage, ServicePage } from '@/e2e/pages/apps'
import { CreateKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'
import { Shell } from '@/e2e/pages/shell'

const SERVICES = ['Home', 'Cloud Functions', 'Dashboard Apps', 'Inference APIs']
const PLACES = {
  Secrets: '/o/demo/secrets',
  Members: '/o/demo/members',
  Policies: '/o/demo/policies',
  'API keys': '/o/demo/api-keys',
  Gateways: '/o/demo/gateways',
  Webhooks: '/o/demo/webhooks',
  'SSO & SCIM': '/o/demo/sso',
  'Audit log': '/o/demo/audit-log',
  'Notification settings': '/o/demo/notification-settings',
} as const
/** Where a page is not called as the way to it. */
const HEADINGS: Partial<Record<keyof typeof PLACES, string>> = { 'API keys': 'API keys of Demo Organization' }

const OPENS: Record<Exclude<Person, 'secondDeveloper'>, readonly (keyof typeof PLACES)[]> = {
  owner: [
    'Secrets',
    'Members',
    'Policies',
    'API keys',
    'Gateways',
    'Webhooks',
    'SSO & SCIM',
    'Audit log',
    'Notification settings',
  ],
  auraOwner: ['Secrets', 'Members', 'API keys', 'Gateways', 'Webhooks', 'Audit log'],
  administrator: ['Members', 'Audit log'],
  developer: ['Secrets', 'Members'],
  reader: ['Secrets', 'Members'],
}

for (const [person, opens] of Object.entries(OPENS) as [keyof typeof OPENS, readonly (keyof typeof PLACES)[]][]) {
  test.describe(PEOPLE[person].role, () => {
    test.use({ as: person })

    // Who may what is asked for everybody, by the actions; that the pages go by it is seen of those who may least.
    const tag = person === 'administrator' || person === 'reader' ? [] : SWEEP
    test('sees the way to what they can open, and nothing of the rest when they type its address', { tag }, async ({
      page,
      watched,
    }) => {
      watched.allow(/status of 404/)
      const shell = new Shell(page)
      await page.goto('/o/demo')
      await expect(shell.places).toHaveText([...SERVICES, ...opens])
      for (const [place, address] of Object.entries(PLACES) as [keyof typeof PLACES, string][]) {
        const answer = await page.goto(address)
        const found = opens.includes(place)
        expect(answer?.status(), place).toBe(found ? 200 : 404)
        await expect(shell.heading.or(page.getByRole('heading', { name: 'Page not found' })).first()).toHaveText(
          found ? (HEADINGS[place] ?? place) : 'Page not found',
        )
      }
    })
  })
}

test.describe('Reader', () => {
  test.use({ as: 'reader' })

  test('sees apps and keys and changes neither', async ({ page, given }) => {
    const app = await given.app('read-only')
    const key = await given.key(app, 'seen')
    await page.goto('/o/demo/cloud-functions')
    await expect(new ServicePage(page).app(app.name)).toBeVisible()
    await expect(new ServicePage(page).newApp).toBeHidden()
    await page.goto(app.path)
    await expect(new AppPage(page).delete).toBeHidden()
    await expect(new AppPage(page).provider).toBeHidden()
    await new AppPage(page).viewApiKeys.click()
    const panel = new KeysPanel(page)
    await expect(panel.row(key.name)).toBeVisible()
    await expect(panel.create).toBeHidden()
    await expect(panel.revoke(key.name)).toBeHidden()
  })
})

test.describe('Developer', () => {
  test('makes server keys for their own apps only, and revokes no key of others', async ({ page, given }) => {
    const theirs = await given.app('of-a-colleague', { by: 'secondDeveloper' })
    const key = await given.key(theirs, 'of-a-colleague', { by: 'secondDeveloper' })
    const panel = new KeysPanel(page)
    const create = new CreateKeyDialog(page)
    await page.goto(`${theirs.path}/api-keys`)
    await expect(panel.row(key.name)).toBeVisible()
    await expect(panel.revoke(key.name)).toBeHidden()
    await expect(panel.disable(key.name)).toBeHidden()
    await panel.create.click()
    await expect(create.type(/^Server key/)).toBeDisabled()
    await expect(create.dialog).toContainText(
      'Server keys of this app are created by its owner, an Owner or an Aura Owner.',
    )
  })

  test('finds nothing of an organization that they are not in, by address, slug or id', async ({
    page,
    given,
    watched,
  }) => {
    watched.allow(/status of 404/)
    const app = await given.app('foreign', { organization: 'acme', by: 'owner' })
    const key = await given.key(app, 'foreign', { organization: 'acme', by: 'owner' })
    const slug = app.path.split('/').at(-1)
    const own = await given.app('own')
    for (const address of [
      '/o/acme',
      '/o/acme/cloud-functions',
      app.path,
      `${app.path}/api-keys`,
      `${app.path}/api-keys/${key.id}`,
      '/o/acme/secrets',
      `/o/demo/cloud-functions/${slug}`,
      `/o/demo/cloud-functions/${slug}/api-keys`,
      `/o/demo/api-keys/${key.id}`,
      `${own.path}/api-keys/${key.id}`,
      '/o/no-such-organization',
      '/o/demo/no-such-service',
    ]) {
      const answer = await page.goto(address)
      expect(answer?.status(), address).toBe(404)
      await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible()
      // The address that was typed stands in the page; nothing that only the other organization knows does.
      expect(await page.content()).not.toMatch(new RegExp(`Acme Research|${app.id}`))
    }
    await page.goto(`${own.path}/api-keys?text=${key.id}`)
    await expect(page.getByText('There is no such key here')).toBeVisible()
  })
})
