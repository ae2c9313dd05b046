import { redirect } from 'next/navigation'
import { ApiKeysPanel } from '@/components/api-keys/api-keys-panel'
import { filtersOn, type PanelAddress, panelHref, readPanelAddress } from '@/components/api-keys/panel-address'
import type { PanelScope } from '@/components/api-keys/panel-scope'
import { apiKeyHref, appKeysHref, inventoryHref, serviceKeysHref } from '@/components/places'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { KEY_TABS, type KeyStatus, type KeyTab } from '@/lib/core/api-key'
import { isId } from '@/lib/core/identifiers'
import { holdsKey } from '@/lib/core/pasted-key'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { query, queryOrNotFound } from '@/lib/server/queries'
import { listHeirsAction, offerApiKeysAction, withdrawOfferAction } from '../offers/actions'
import { createSecretAction } from '../secrets/actions'
import {
  createApiKeyAction,
  disableApiKeyAction,
  enableApiKeyAction,
  noteApiKeyAction,
  renameApiKeyAction,
  revokeApiKeyAction,
  revokeApiKeysAction,
  rotateApiKeyAction,
} from './actions'

type PanelProps = {
  organization: string
  scope: PanelScope
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/** The API keys panel with what it shows, for an app or for a service. */
export async function Panel({ organization, scope, searchParams }: PanelProps) {
  const params = await searchParams
  const address = readPanelAddress(params)
  const path = pathOf(organization, scope)
  // A key that somebody put into an address is taken out of it, so that it does not stay in the history.
  if (typeof params.text === 'string' && holdsKey(params.text)) redirect(panelHref(path, address))
  const asked = await readAskedKey(organization, address)
  const here = asked !== null && isWithin(asked, scope)
  const tab = address.tab ?? (here ? tabOf(asked.status) : 'active')
  const page = await queryOrNotFound(listApiKeys, organization, {
    within: withinOf(scope),
    tab,
    text: address.text,
    filters: filtersOn(tab, address.filters),
    sort: address.sort,
    descending: address.descending,
    ...(address.cursor ? { cursor: address.cursor } : {}),
  })
  return (
    <ApiKeysPanel
      scope={scope}
      page={page}
      tab={tab}
      path={path}
      address={address}
      elsewhere={
        asked && !here
          ? { name: asked.name, appName: asked.app.name, href: apiKeyHref(organization, asked.app, asked.id) }
          : null
      }
      actions={{
        createApiKey: createApiKeyAction.bind(null, organization),
        createSecret: createSecretAction.bind(null, organization),
        revokeApiKey: revokeApiKeyAction.bind(null, organization),
        revokeApiKeys: revokeApiKeysAction.bind(null, organization),
        renameApiKey: renameApiKeyAction.bind(null, organization),
        rotateApiKey: rotateApiKeyAction.bind(null, organization),
        listHeirs: listHeirsAction.bind(null, organization),
        offerApiKeys: offerApiKeysAction.bind(null, organization),
        withdrawOffer: withdrawOfferAction.bind(null, organization),
        noteApiKey: noteApiKeyAction.bind(null, organization),
        disableApiKey: disableApiKeyAction.bind(null, organization),
        enableApiKey: enableApiKeyAction.bind(null, organization),
      }}
    />
  )
}

/** Whoever searches for an id wants that key, in whichever tab and of whichever app it is. */
async function readAskedKey(organization: string, address: PanelAddress): Promise<ApiKeyView | null> {
  if (!isId('apiKey', address.text)) return null
  const found = await query(viewApiKey, organization, { apiKeyId: address.text })
  return found.ok ? found.value.key : null
}

function withinOf(scope: PanelScope) {
  switch (scope.kind) {
    case 'app':
      return { appSlug: scope.app.slug }
    case 'service':
      return { service: scope.service }
    case 'organization':
      return { organization: true } as const
  }
}

function pathOf(organization: string, scope: PanelScope): string {
  switch (scope.kind) {
    case 'app':
      return appKeysHref(organization, scope.app)
    case 'service':
      return serviceKeysHref(organization, scope.service)
    case 'organization':
      return inventoryHref(organization)
  }
}

function isWithin(key: ApiKeyView, scope: PanelScope): boolean {
  switch (scope.kind) {
    case 'app':
      return key.app.id === scope.app.id
    case 'service':
      return key.app.service === scope.service
    case 'organization':
      return true
  }
}

function tabOf(status: KeyStatus): KeyTab {
  const tabs = Object.keys(KEY_TABS) as KeyTab[]
  return tabs.find((tab) => (KEY_TABS[tab] as readonly KeyStatus[]).includes(status)) ?? 'active'
}
