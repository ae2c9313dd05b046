'use client'

import { KeyRound, SearchX } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useId, useRef, useState } from 'react'
import { TimesNote } from '@/components/accounts/moment'
import { useViewer } from '@/components/accounts/viewer'
import { curlSnippet } from '@/components/apps/snippets'
import { useAskedDialog } from '@/components/asked-dialog'
import { apiKeyHref, appHref } from '@/components/places'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CodeBlock } from '@/components/ui/code-block'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Tabs } from '@/components/ui/tabs'
import { TextLink } from '@/components/ui/text-link'
import type { ApiKeysPage } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { KEY_TABS, type KeyTab } from '@/lib/core/api-key'
import { FAILURES } from '@/lib/core/failures'
import { isId } from '@/lib/core/identifiers'
import type { Service } from '@/lib/core/services'
import { SERVICE_WORDS } from '@/words/terms'
import { ApiKeysTable } from './api-keys-table'
import { ChooseAppDialog } from './choose-app-dialog'
import { CreateApiKeyDialog } from './create-api-key-dialog'
import type { CreateApiKey } from './create-api-key-form'
import { type DisableApiKey, DisableApiKeyDialog } from './disable-api-key-dialog'
import { KeySearch } from './key-search'
import { TAB_WORDS } from './key-words'
import { type PanelAddress, panelHref } from './panel-address'
import { type RevokeApiKey, RevokeApiKeyDialog } from './revoke-api-key-dialog'
import { useAsking } from './use-asking'
import { type EnableApiKey, useEnableApiKey } from './use-enable-api-key'

export interface KeyPanelActions {
  readonly createApiKey: CreateApiKey
  readonly createSecret: CreateSecret
  readonly revokeApiKey: RevokeApiKey
  readonly disableApiKey: DisableApiKey
  readonly enableApiKey: EnableApiKey
}

/** Whose keys: one app's, or those of all apps of a service. */
export type PanelScope =
  | { readonly kind: 'app'; readonly app: AppView }
  | { readonly kind: 'service'; readonly service: Service; readonly apps: readonly AppView[] }

export type ApiKeysPanelProps = {
  scope: PanelScope
  page: ApiKeysPage
  tab: KeyTab
  path: string
  address: PanelAddress
  /** The one key that was asked for by its id, when it is a key of something else. */
  elsewhere: { readonly name: string; readonly appName: string; readonly href: string } | null
  actions: KeyPanelActions
}

export function ApiKeysPanel({ scope, page, tab, path, address, elsewhere, actions }: ApiKeysPanelProps) {
  const router = useRouter()
  const orphanedNoteId = useId()
  const list = useRef<HTMLDivElement>(null)
  const createButton = useRef<HTMLButtonElement>(null)
  const onEnable = useEnableApiKey(actions.enableApiKey)

  const { organizationSlug } = useViewer()
  const disabling = useAsking(
    () => list.current,
    () => router.refresh(),
  )
  const revocation = useAsking(
    () => list.current,
    () => router.refresh(),
  )
  const creation = useCreation(scope)
  useAskedDialog('create-api-key', () => creation.possible && creation.begin())
  const mayNotRevokeOrphans = tab === 'orphaned' && page.rows.some((key) => !key.can.revoke)

  return (
    <>
      <PageHeader
        title={`API keys of ${scope.kind === 'app' ? scope.app.name : SERVICE_WORDS[scope.service].many}`}
        description={
          scope.kind === 'app'
            ? 'Each key opens this app and nothing else.'
            : 'Each key opens one app and nothing else.'
        }
        actions={
          creation.possible && (
            <Button ref={createButton} variant="primary" onClick={creation.begin}>
              + Create API Key
            </Button>
          )
        }
      />
      {scope.kind === 'app' && <AppNote app={scope.app} />}
      <div className="flex flex-col gap-3">
        <Tabs
          label="Keys by state"
          tabs={(Object.keys(KEY_TABS) as KeyTab[]).map((known) => ({
            label: TAB_WORDS[known],
            count: page.counts[known],
            current: known === tab,
            href: panelHref(path, {
              ...address,
              tab: known === 'active' ? null : known,
              text: isId('apiKey', address.text) ? '' : address.text,
              cursor: null,
            }),
          }))}
        />
        <KeySearch />
        {mayNotRevokeOrphans && (
          <Callout tone="info" id={orphanedNoteId}>
            {FAILURES.orphaned_key_needs_owner.sentence}
          </Callout>
        )}
        <div ref={list} tabIndex={-1} className="flex flex-col gap-3 rounded-lg outline-none">
          {page.rows.length > 0 ? (
            <>
              <ApiKeysTable
                rows={page.rows}
                now={page.now}
                tab={tab}
                path={path}
                address={address}
                withApps={scope.kind === 'service'}
                orphanedNoteId={orphanedNoteId}
                onRevoke={revocation.ask}
                onDisable={disabling.ask}
                onEnable={onEnable}
              />
              <Pager page={page} tab={tab} path={path} address={address} />
            </>
          ) : elsewhere ? (
            <EmptyState
              icon={KeyRound}
              title={`${elsewhere.name} is a key of ${elsewhere.appName}`}
              description="It is not one of the keys here."
              action={<LinkButton href={elsewhere.href}>View key</LinkButton>}
            />
          ) : (
            <NoKeys
              scope={scope}
              tab={tab}
              path={path}
              address={address}
              {...(creation.possible ? { create: creation.begin } : {})}
            />
          )}
        </div>
      </div>

      {scope.kind === 'service' && (
        <ChooseAppDialog
          open={creation.choosing}
          onOpenChange={creation.setChoosing}
          service={scope.service}
          apps={creation.apps}
          onChosen={creation.beginFor}
          finalFocus={createButton}
        />
      )}
      {creation.app && (
        <CreateApiKeyDialog
          key={creation.attempt}
          open={creation.open}
          onClose={(issued) => {
            creation.end()
            // Not earlier: nothing may disturb the page while the key is shown.
            if (issued) router.refresh()
          }}
          app={creation.app}
          now={page.now}
          createApiKey={actions.createApiKey}
          createSecret={actions.createSecret}
          finalFocus={createButton}
        />
      )}
      {disabling.key && (
        <DisableApiKeyDialog
          open={disabling.open}
          onOpenChange={disabling.setOpen}
          apiKey={page.rows.find(({ id }) => id === disabling.key?.id) ?? disabling.key}
          now={page.now}
          disableApiKey={actions.disableApiKey}
          onDisabled={disabling.done}
          finalFocus={disabling.finalFocus}
        />
      )}
      {revocation.key && (
        <RevokeApiKeyDialog
          open={revocation.open}
          onOpenChange={revocation.setOpen}
          apiKey={page.rows.find(({ id }) => id === revocation.key?.id) ?? revocation.key}
          now={page.now}
          revokeApiKey={actions.revokeApiKey}
          onRevoked={revocation.done}
          href={apiKeyHref(organizationSlug, revocation.key.app, revocation.key.id)}
          finalFocus={revocation.finalFocus}
        />
      )}
    </>
  )
}

const mayHaveKeys = (app: AppView) => app.can.createUserKey || app.can.createServerKey

/** On an app's panel the dialog opens at once; on a service's panel the app is asked for first. */
function useCreation(scope: PanelScope) {
  const apps = (scope.kind === 'app' ? [scope.app] : scope.apps).filter(mayHaveKeys)
  const [chosen, setChosen] = useState<AppView | null>(null)
  const [choosing, setChoosing] = useState(false)
  const [open, setOpen] = useState(false)
  const [attempt, setAttempt] = useState(0)

  function beginFor(app: AppView) {
    setChosen(app)
    setChoosing(false)
    setAttempt((count) => count + 1)
    setOpen(true)
  }

  return {
    apps,
    possible: apps.length > 0,
    app: chosen,
    attempt,
    open,
    choosing,
    setChoosing,
    begin: () => (scope.kind === 'app' ? beginFor(scope.app) : setChoosing(true)),
    beginFor,
    end: () => setOpen(false),
  }
}

/** What stops all keys of an app at once. */
function AppNote({ app }: { app: AppView }) {
  const { organizationSlug } = useViewer()
  if (app.deletedAt) return <Callout tone="warn">This app was deleted. Its keys are orphaned and open nothing.</Callout>
  if (app.providerEnabled) return null
  return (
    <Callout tone="warn">
      The API-key provider of this app is off: no key is accepted, and none can be created. It is switched on{' '}
      <TextLink href={appHref(organizationSlug, app)}>on the app’s page</TextLink>.
    </Callout>
  )
}

type View = Pick<ApiKeysPanelProps, 'tab' | 'path' | 'address'>

function Pager({ page, tab, path, address }: View & { page: ApiKeysPage }) {
  const total = page.counts[tab]
  const all = !address.text && !address.cursor && !page.nextCursor
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-0.5 text-ink-2">
      <p>
        {all || address.text
          ? counted(page.rows.length, page.nextCursor !== null)
          : `${page.rows.length} of ${counted(total)}`}
      </p>
      {(address.cursor || page.nextCursor) && (
        <nav aria-label="Pages" className="flex gap-2">
          {address.cursor && (
            <LinkButton size="small" href={panelHref(path, { ...address, cursor: null })}>
              First page
            </LinkButton>
          )}
          {page.nextCursor && (
            <LinkButton size="small" href={panelHref(path, { ...address, cursor: page.nextCursor })}>
              Next page
            </LinkButton>
          )}
        </nav>
      )}
      <p>
        <TimesNote />
      </p>
    </div>
  )
}

const counted = (count: number, orMore = false) =>
  `${count}${orMore ? ' or more' : ''} ${count === 1 && !orMore ? 'key' : 'keys'}`

const EMPTY: Readonly<Record<KeyTab, { readonly title: string; readonly description: string }>> = {
  active: {
    title: 'No active API keys',
    description: 'A key is what a program shows to be let in. It opens one app and nothing else.',
  },
  orphaned: {
    title: 'No orphaned API keys',
    description:
      'A key is orphaned when its app is deleted or its owner leaves. It stops working at once and is revoked here.',
  },
  history: {
    title: 'No keys have expired or been revoked',
    description: 'Dead keys stay here, so that a late caller can still be named.',
  },
}

function NoKeys({ scope, tab, path, address, create }: View & { scope: PanelScope; create?: () => void }) {
  if (address.text) {
    return (
      <EmptyState
        icon={SearchX}
        title={
          isId('apiKey', address.text)
            ? 'There is no such key here'
            : `No ${TAB_WORDS[tab].toLowerCase()} key matches “${address.text}”`
        }
        description="Names, owners and whole key ids are searched, in the tab that is open."
        action={<LinkButton href={panelHref(path, { ...address, text: '', cursor: null })}>Show all keys</LinkButton>}
      />
    )
  }
  const example = scope.kind === 'app' ? scope.app : scope.apps[0]
  return (
    <EmptyState
      icon={KeyRound}
      {...EMPTY[tab]}
      action={
        tab === 'active' &&
        create && (
          <Button variant="primary" onClick={create}>
            Create the first key
          </Button>
        )
      }
      code={
        tab === 'active' &&
        create &&
        example && <CodeBlock code={curlSnippet(example.endpoint)} label="curl command" copyLabel="Copy curl command" />
      }
    />
  )
}
