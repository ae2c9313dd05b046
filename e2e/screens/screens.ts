import type { Page } from '@playwright/test'
import type { Given } from '@/e2e/ground/given'
import type { Person } from '@/e2e/ground/people'
import { AppDialog, AppPage, ServicePage, TryDialog } from '@/e2e/pages/apps'
import { GatewaysPage } from '@/e2e/pages/gateways-page'
import { ChangeLimitsDialog, ChooseAppDialog, CreateKeyDialog, KeysPanel, RevokeDialog } from '@/e2e/pages/keys-panel'
import { OfferDialog } from '@/e2e/pages/offers'
import { Search } from '@/e2e/pages/search'
import { SecretPage, SecretsPage } from '@/e2e/pages/secrets'
import { Shell } from '@/e2e/pages/shell'
import { SingleSignOnPage } from '@/e2e/pages/single-sign-on'
import { WebhookPage, WebhooksPage } from '@/e2e/pages/webhooks-pages'
import { APP, HOME, SERVICE, SIGN_IN } from '@/e2e/screens/structures'

export interface Screen {
  /** Also the name of its picture. */
  readonly name: string
  readonly as: Person | null
  /** A dialog or a menu, out of another screen. */
  readonly opened?: true
  /** As another screen is, with other rows or none. */
  readonly variant?: true
  /** Of the page, where that alone is the screen. */
  readonly address?: string
  /** What a screen reader finds there, in this order, whatever else it finds in between. */
  readonly structure?: string
  open(page: Page, given: Given): Promise<void>
}

const keysOfResizeImage = '/o/demo/cloud-functions/resize-image/api-keys'

const at = (name: string, address: string, as: Person | null = 'developer'): Screen => ({
  name,
  as,
  address,
  async open(page) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).first().waitFor()
  },
})

/** A screen that opens out of another: a dialog, a menu. */
const then = (screen: Screen, name: string, act: (page: Page) => Promise<void>): Screen => ({
  name,
  as: screen.as,
  opened: true,
  async open(page, given) {
    await screen.open(page, given)
    await act(page)
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).first().waitFor()
  },
})

const service: Screen = { ...at('service', '/o/demo/cloud-functions'), structure: SERVICE }
const app: Screen = { ...at('app', '/o/demo/cloud-functions/resize-image'), structure: APP }
const panel = at('keys', keysOfResizeImage)
// Other tests make keys by the dozen meanwhile, and each row costs axe its time.
const servicePanel = at('keys-of-service', '/o/demo/cloud-functions/api-keys?text=mara-local', 'owner')
const secrets = at('secrets', '/o/demo/secrets')
const secret: Screen = {
  name: 'secret',
  as: 'developer',
  async open(page, given) {
    const { path } = await given.secret('SCREEN', 'a value')
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
}
const members = at('members', '/o/demo/members', 'owner')
const singleSignOn = at('single-sign-on', '/o/demo/sso', 'owner')
const gateways = at('gateways', '/o/demo/gateways', 'owner')
const webhooks = at('webhooks', '/o/demo/webhooks', 'owner')
const webhook: Screen = {
  name: 'webhook',
  as: 'owner',
  async open(page, given) {
    await page.goto(await given.webhook('https://hooks.example.test/aura'))
    await page.getByRole('heading', { level: 1 }).waitFor()
  },
}

const key: Screen = {
  name: 'key',
  as: 'developer',
  async open(page) {
    await page.goto(keysOfResizeImage)
    await new KeysPanel(page).row('mara-local').getByRole('link', { name: 'mara-local' }).click()
    await page.getByRole('heading', { level: 1, name: 'mara-local' }).waitFor()
  },
}

const offers: Screen = {
  name: 'offers',
  as: 'auraOwner',
  async open(page, given) {
    await given.offered(await given.app('offered'), 'auraOwner')
    await page.goto('/o/demo/offers')
    await page
      .getByRole('button', { name: /^Accept / })
      .first()
      .waitFor()
  },
}

const home: Screen = { ...at('home', '/o/demo', 'owner'), structure: HOME }

/** Every screen that there is, with what it shows in the sample organization. */
export const SCREENS: readonly Screen[] = [
  { ...at('sign-in', '/sign-in', null), structure: SIGN_IN },
  at('forgot-password', '/forgot-password', null),
  at('dead-link', '/setup?token=none', null),
  home,
  then(home, 'search', (page) => new Search(page).open()),
  then(home, 'search-found', async (page) => {
    const search = new Search(page)
    await search.open()
    await search.field.fill('resize')
    await search
      .option(/^resize-image/)
      .first()
      .waitFor()
  }),
  then(at('account', '/o/demo'), 'account-menu', (page) => new Shell(page).account.click()),
  service,
  then(service, 'new-app', (page) => new ServicePage(page).newApp.click()),
  app,
  then(app, 'edit-app', (page) => new AppPage(page).edit.click()),
  then(app, 'try-it', async (page) => {
    await new AppPage(page).tryIt.click()
    await new TryDialog(page).key.fill('not-a-key')
    await new TryDialog(page).send.click()
    await new TryDialog(page).answer.waitFor()
  }),
  then(app, 'provider-off', async (page) => {
    await new AppPage(page).provider.click()
    await new AppPage(page).providerOffDialog.keys.first().waitFor()
  }),
  then(app, 'edit-rules', async (page) => {
    const edit = new AppDialog(page)
    await new AppPage(page).edit.click()
    await edit.rulesAndOrigins.click()
    await edit.addRule.click()
    await edit.addRule.click()
    await edit.save.click()
    await edit.dialog.getByText('Choose a scope.').first().waitFor()
  }),
  then(app, 'make-upstream-secret', (page) => new AppPage(page).makeSecret.click()),
  then(app, 'delete-app', async (page) => {
    await new AppPage(page).delete.click()
    await new AppPage(page).deleteDialog.confirmation.waitFor()
  }),
  panel,
  then(panel, 'create-key', (page) => new KeysPanel(page).create.click()),
  then(panel, 'create-limited-key', async (page) => {
    await new KeysPanel(page).create.click()
    await new CreateKeyDialog(page).limits.click()
  }),
  then(panel, 'revoke-key', async (page) => {
    await new KeysPanel(page).revoke('mara-local').click()
    await new RevokeDialog(page).agreement.waitFor()
  }),
  then(panel, 'disable-key', async (page) => {
    await new KeysPanel(page).disable('mara-local').click()
  }),
  at('keys-orphaned', `${keysOfResizeImage}?tab=orphaned`),
  { ...at('keys-history', `${keysOfResizeImage}?tab=history`), variant: true },
  { ...at('keys-none-found', `${keysOfResizeImage}?text=nothing+like+this`), variant: true },
  servicePanel,
  then(servicePanel, 'choose-app', async (page) => {
    await new KeysPanel(page).create.click()
    await new ChooseAppDialog(page).app.waitFor()
  }),
  { ...at('keys-filtered', `${keysOfResizeImage}?type=user&expires=30`), variant: true },
  then(panel, 'rename-key', async (page) => {
    await new KeysPanel(page).more('mara-local').click()
    await new KeysPanel(page).entry('Rename').click()
  }),
  then(panel, 'revoke-several', async (page) => {
    await new KeysPanel(page).select('mara-local').check()
    await new KeysPanel(page).revokeSelected.click()
  }),
  at('inventory', '/o/demo/api-keys?text=mara-local', 'owner'),
  key,
  then(key, 'change-limits', (page) => new ChangeLimitsDialog(page).open.click()),
  {
    name: 'app-deleted',
    as: 'developer',
    async open(page, given) {
      const gone = await given.app('retired')
      await given.deleteApp(gone)
      await page.goto(gone.path)
      await page.getByText('This app was deleted').waitFor()
    },
  },
  {
    name: 'keys-empty',
    as: 'developer',
    async open(page, given) {
      const fresh = await given.app('fresh')
      await page.goto(`${fresh.path}/api-keys`)
      await page.getByText('No active API keys').waitFor()
    },
  },
  { ...at('offers-empty', '/o/demo/offers', 'reader'), variant: true },
  offers,
  then(offers, 'accept-offer', (page) =>
    page
      .getByRole('button', { name: /^Accept / })
      .first()
      .click(),
  ),
  {
    name: 'offer-key',
    as: 'owner',
    opened: true,
    async open(page, given) {
      const left = await given.app('left')
      await given.orphanedKeys(left, 'first', 'second')
      await page.goto(`${left.path}/api-keys?tab=orphaned`)
      await page.getByRole('button', { name: /^Offer to… first/ }).click()
      await new OfferDialog(page).member.waitFor()
    },
  },
  secrets,
  then(secrets, 'new-secret', (page) => new SecretsPage(page).newSecret.first().click()),
  { ...at('secrets-deleted', '/o/demo/secrets?tab=deleted'), variant: true },
  secret,
  then(secret, 'reveal-secret', (page) => page.getByRole('button', { name: /^Reveal SCREEN/ }).click()),
  then(secret, 'update-secret', (page) => new SecretPage(page).update.click()),
  then(secret, 'share-secret', (page) => new SecretPage(page).share.click()),
  then(secret, 'delete-secret', (page) => new SecretPage(page).delete.click()),
  at('own-account', '/account'),
  members,
  then(members, 'invite-member', (page) => page.getByRole('button', { name: 'Invite member' }).click()),
  { ...at('invitations', '/o/demo/members?tab=invitations', 'administrator'), variant: true },
  { ...at('sign-in-with-single-sign-on', '/sign-in?organization=', null), variant: true },
  singleSignOn,
  then(singleSignOn, 'set-up-single-sign-on', (page) => new SingleSignOnPage(page).setUp.click()),
  gateways,
  then(gateways, 'register-gateway', (page) => new GatewaysPage(page).register.click()),
  webhooks,
  then(webhooks, 'new-webhook', (page) => new WebhooksPage(page).create.click()),
  webhook,
  then(webhook, 'edit-webhook', (page) => new WebhookPage(page).edit.click()),
  then(webhook, 'rotate-webhook-secret', (page) => new WebhookPage(page).rotate.click()),
  at('policies', '/o/demo/policies', 'owner'),
  at('audit-log', '/o/demo/audit-log', 'owner'),
  at('notifications', '/o/demo/notifications', 'owner'),
  at('notification-settings', '/o/demo/notification-settings', 'owner'),
  then(home, 'bell', async (page) => {
    await page.getByRole('button', { name: /^Notifications, / }).click()
    await page.getByRole('dialog', { name: 'Notifications' }).getByRole('listitem').first().waitFor()
  }),
]

export const WIDTHS = [360, 768, 1440, 3840] as const
