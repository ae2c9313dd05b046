'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useId, useRef, useState } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { apiKeyHref, appHref } from '@/components/places'
import type { CreateSecret } from '@/components/secrets/new-secret-dialog'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { classNames } from '@/components/ui/class-names'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { Tabs } from '@/components/ui/tabs'
import { TextLink } from '@/components/ui/text-link'
import type { ApiKeysPage } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { KEY_TABS, type KeyTab } from '@/lib/core/api-key'
import { FAILURES } from '@/lib/core/failures'
import { isId } from '@/lib/core/identifiers'
import { ENVIRONMENT_WORDS, TAB_WORDS, panelWords as words } from '@/words/api-keys'
import { SERVICE_WORDS } from '@/words/terms'
import { ApiKeysTable } from './api-keys-table'
import { ChooseAppDialog } from './choose-app-dialog'
import { CreateApiKeyDialog } from './create-api-key-dialog'
import type { CreateApiKey } from './create-api-key-form'
import { type DisableApiKey, DisableApiKeyDialog } from './disable-api-key-dialog'
import { KeyFilterBar } from './key-filters'
import { KeySearch } from './key-search'
import { NoKeys } from './no-keys'
import { type NoteApiKey, NoteApiKeyDialog } from './note-api-key-dialog'
import { exportHref, filtersOn, type PanelAddress, panelHref } from './panel-address'
import { PanelPager } from './panel-pager'
import { appsOf, type PanelScope } from './panel-scope'
import { PanelToolbar } from './panel-toolbar'
import { type RenameApiKey, RenameApiKeyDialog } from './rename-api-key-dialog'
import { type RevokeApiKey, RevokeApiKeyDialog } from './revoke-api-key-dialog'
import { RevokeApiKeysDialog } from './revoke-api-keys-dialog'
import { type RotateApiKey, RotateApiKeyDialog } from './rotate-api-key-dialog'
import { useAsking } from './use-asking'
import type { RevokeApiKeys } from './use-bulk-revocation'
import { type EnableApiKey, useEnableApiKey } from './use-enable-api-key'
import { usePanelView } from './use-panel-view'
import { useSelection } from './use-selection'

export interface KeyPanelActions {
  readonly createApiKey: CreateApiKey
  readonly createSecret: CreateSecret
  readonly revokeApiKey: RevokeApiKey
  readonly revokeApiKeys: RevokeApiKeys
  readonly disableApiKey: DisableApiKey
  readonly enableApiKey: EnableApiKey
  readonly renameApiKey: RenameApiKey
  readonly noteApiKey: NoteApiKey
  readonly rotateApiKey: RotateApiKey
}

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

  const view = usePanelView(tab)
  const selection = useSelection(page.rows)
  const whenGone = () => list.current
  const refresh = useCallback(() => router.refresh(), [router])
  const disabling = useAsking(whenGone, refresh)
  const revocation = useAsking(whenGone, refresh)
  const rotation = useAsking(whenGone, refresh)
  const renaming = useAsking(whenGone, refresh)
  const noting = useAsking(whenGone, refresh)
  const revocations = useAsking<ApiKeysPage['rows']>(whenGone, refresh)
  const creation = useCreation(scope)
  useAskedDialog('create-api-key', () => creation.possible && creation.begin())
  const mayNotRevokeOrphans = tab === 'orphaned' && page.rows.some((key) => !key.can.revoke)
  const filters = { tab, owners: page.owners, severalApps: scope.kind !== 'app', view }

  return (
    <>
      <PageHeader
        title={titleOf(scope)}
        status={
          scope.kind === 'app' &&
          scope.app.environment === 'sandbox' && <Badge>{ENVIRONMENT_WORDS[scope.app.environment]}</Badge>
        }
        description={descriptionOf(scope)}
        actions={
          creation.possible && (
            <Button ref={createButton} variant="primary" onClick={creation.begin}>
              {words.create}
            </Button>
          )
        }
      />
      {scope.kind === 'app' && <AppNote app={scope.app} />}
      <div data-wide className="flex flex-col gap-3">
        <Tabs
          label={words.tabs}
          onNavigate={view.go}
          tabs={(Object.keys(KEY_TABS) as KeyTab[]).map((known) => ({
            label: TAB_WORDS[known],
            count: page.counts[known],
            current: known === tab,
            href: panelHref(path, {
              ...address,
              tab: known === 'active' ? null : known,
              text: isId('apiKey', address.text) ? '' : address.text,
              filters: filtersOn(known, address.filters),
              cursor: null,
            }),
          }))}
        />
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <KeySearch view={view} />
          <KeyFilterBar {...filters} />
        </div>
        <PanelToolbar
          {...filters}
          page={page}
          selection={selection}
          onRevoke={revocations.ask}
          fileHref={exportHref(path, address, tab)}
          list={list}
        />
        {mayNotRevokeOrphans && (
          <Callout tone="info" id={orphanedNoteId}>
            {FAILURES.orphaned_key_needs_owner.sentence}
          </Callout>
        )}
        <div
          ref={list}
          role="group"
          aria-label={words.list}
          aria-busy={view.waiting}
          tabIndex={-1}
          className={classNames(
            'flex flex-col gap-3 rounded-lg outline-none transition-opacity',
            view.waiting && 'opacity-60',
          )}
        >
          {page.rows.length > 0 ? (
            <>
              <ApiKeysTable
                rows={page.rows}
                now={page.now}
                tab={tab}
                path={path}
                address={address}
                withApps={scope.kind !== 'app'}
                selection={selection}
                onNavigate={view.go}
                orphanedNoteId={orphanedNoteId}
                onRotate={rotation.ask}
                onRevoke={revocation.ask}
                onDisable={disabling.ask}
                onRename={renaming.ask}
                onNote={noting.ask}
                onEnable={onEnable}
              />
              <PanelPager page={page} path={path} address={address} onNavigate={view.go} />
            </>
          ) : (
            <NoKeys
              scope={scope}
              tab={tab}
              view={view}
              elsewhere={elsewhere}
              create={creation.possible ? creation.begin : undefined}
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
      {rotation.subject && (
        <RotateApiKeyDialog
          open={rotation.open}
          onOpenChange={rotation.setOpen}
          apiKey={rotation.subject}
          now={page.now}
          rotateApiKey={actions.rotateApiKey}
          createSecret={actions.createSecret}
          onRotated={rotation.done}
          finalFocus={rotation.finalFocus}
        />
      )}
      {disabling.subject && (
        <DisableApiKeyDialog
          open={disabling.open}
          onOpenChange={disabling.setOpen}
          apiKey={page.rows.find(({ id }) => id === disabling.subject?.id) ?? disabling.subject}
          now={page.now}
          disableApiKey={actions.disableApiKey}
          onDisabled={disabling.done}
          finalFocus={disabling.finalFocus}
        />
      )}
      {revocation.subject && (
        <RevokeApiKeyDialog
          open={revocation.open}
          onOpenChange={revocation.setOpen}
          apiKey={page.rows.find(({ id }) => id === revocation.subject?.id) ?? revocation.subject}
          now={page.now}
          revokeApiKey={actions.revokeApiKey}
          onRevoked={revocation.done}
          href={apiKeyHref(organizationSlug, revocation.subject.app, revocation.subject.id)}
          finalFocus={revocation.finalFocus}
        />
      )}
      {renaming.subject && (
        <RenameApiKeyDialog
          open={renaming.open}
          onOpenChange={renaming.setOpen}
          apiKey={renaming.subject}
          renameApiKey={actions.renameApiKey}
          onRenamed={refresh}
          finalFocus={renaming.finalFocus}
        />
      )}
      {noting.subject && (
        <NoteApiKeyDialog
          open={noting.open}
          onOpenChange={noting.setOpen}
          apiKey={noting.subject}
          noteApiKey={actions.noteApiKey}
          onNoted={refresh}
          finalFocus={noting.finalFocus}
        />
      )}
      {revocations.subject && (
        <RevokeApiKeysDialog
          open={revocations.open}
          onOpenChange={revocations.setOpen}
          apiKeys={revocations.subject}
          now={page.now}
          revokeApiKeys={actions.revokeApiKeys}
          onRevoked={revocations.done}
          finalFocus={revocations.finalFocus}
        />
      )}
    </>
  )
}

function titleOf(scope: PanelScope): string {
  switch (scope.kind) {
    case 'app':
      return words.titleOf(scope.app.name)
    case 'service':
      return words.titleOf(SERVICE_WORDS[scope.service].many)
    case 'organization':
      return words.titleOf(scope.name)
  }
}

function descriptionOf({ kind }: PanelScope): string {
  return { app: words.ofApp, service: words.ofService, organization: words.ofOrganization }[kind]
}

const mayHaveKeys = (app: AppView) => app.can.createUserKey || app.can.createServerKey

/** On an app's panel the dialog opens at once; on a service's panel the app is asked for first. */
function useCreation(scope: PanelScope) {
  const apps = appsOf(scope).filter(mayHaveKeys)
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
  if (app.deletedAt) return <Callout tone="warn">{words.appDeleted}</Callout>
  if (app.providerEnabled) return null
  return (
    <Callout tone="warn">
      <Said
        as={words.providerOff(<TextLink href={appHref(organizationSlug, app)}>{words.providerOffWhere}</TextLink>)}
      />
    </Callout>
  )
}
