import { ApiKeysPanel, type PanelScope } from '@/components/api-keys/api-keys-panel'
import { filtersOn, type PanelAddress, readPanelAddress } from '@/components/api-keys/panel-address'
import { apiKeyHref, appKeysHref, serviceKeysHref } from '@/components/places'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { KEY_TABS, type KeyStatus, type KeyTab } from '@/lib/core/api-key'
import { isId } from '@/lib/core/identifiers'
import { listApiKeys } from '@/lib/operations/list-api-keys'
import { viewApiKey } from '@/lib/operations/view-api-key'
import { query, queryOrNotFound } from '@/lib/server/queries'
import { createSecretAction } from '../secrets/actions'
import { createApiKeyAction, disableApiKeyAction, enableApiKeyAction, revokeApiKeyAction } from './actions'

type PanelProps = {
  organization: string
  scope: PanelScope
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>
}

/** The API keys panel with what it shows, for an app or for a service. */
export async function Panel({ organization, scope, searchParams }: PanelProps) {
  const address = readPanelAddress(await searchParams)
  const asked = await readAskedKey(organization, address)
  const here = asked !== null && isWithin(asked, scope)
  const tab = address.tab ?? (here ? tabOf(asked.status) : 'active')
  const page = await queryOrNotFound(listApiKeys, organization, {
    within: scope.kind === 'app' ? { appSlug: scope.app.slug } : { service: scope.service },
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
      path={scope.kind === 'app' ? appKeysHref(organization, scope.app) : serviceKeysHref(organization, scope.service)}
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

const isWithin = (key: ApiKeyView, scope: PanelScope) =>
  scope.kind === 'app' ? key.app.id === scope.app.id : key.app.service === scope.service

function tabOf(status: KeyStatus): KeyTab {
  const tabs = Object.keys(KEY_TABS) as KeyTab[]
  return tabs.find((tab) => (KEY_TABS[tab] as readonly KeyStatus[]).includes(status)) ?? 'active'
}
