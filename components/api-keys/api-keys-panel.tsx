'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useId, useRef } from 'react'
import { useViewer } from '@/components/accounts/viewer'
import { useAskedDialog } from '@/components/asked-dialog'
import { useOffering } from '@/components/hand-over/use-offering'
import { useWithdrawOffer } from '@/components/hand-over/use-withdraw-offer'
import { appHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { classNames } from '@/components/ui/class-names'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { Tabs } from '@/components/ui/tabs'
import { TextLink } from '@/components/ui/text-link'
import { useLoaded } from '@/components/ui/use-loaded'
import type { ApiKeysPage } from '@/lib/contract/api-keys'
import type { AppView } from '@/lib/contract/apps'
import { KEY_TABS, type KeyTab } from '@/lib/core/api-key'
import { FAILURES } from '@/lib/core/failures'
import { isId } from '@/lib/core/identifiers'
import { ENVIRONMENT_WORDS, TAB_WORDS, panelWords as words } from '@/words/api-keys'
import { SERVICE_WORDS } from '@/words/terms'
import { ApiKeysTable } from './api-keys-table'
import { KeyFilterBar } from './key-filters'
import { KeySearch } from './key-search'
import { NoKeys } from './no-keys'
import type { PanelActions } from './panel-actions'
import { exportHref, filtersOn, type PanelAddress, panelHref } from './panel-address'
import type { PanelDialogsProps } from './panel-dialogs'
import { PanelPager } from './panel-pager'
import type { PanelScope } from './panel-scope'
import { PanelToolbar } from './panel-toolbar'
import { useAsking } from './use-asking'
import { useCreation } from './use-creation'
import { useEnableApiKey } from './use-enable-api-key'
import { usePanelView } from './use-panel-view'
import { useSelection } from './use-selection'

export type ApiKeysPanelProps = {
  scope: PanelScope
  page: ApiKeysPage
  tab: KeyTab
  path: string
  address: PanelAddress
  /** The one key that was asked for by its id, when it is a key of something else. */
  elsewhere: { readonly name: string; readonly appName: string; readonly href: string } | null
  actions: PanelActions
}

const loadDialogs = async () => (await import('./panel-dialogs')).PanelDialogs

export function ApiKeysPanel({ scope, page, tab, path, address, elsewhere, actions }: ApiKeysPanelProps) {
  const router = useRouter()
  const orphanedNoteId = useId()
  const list = useRef<HTMLDivElement>(null)
  const createButton = useRef<HTMLButtonElement>(null)
  const onEnable = useEnableApiKey(actions.enableApiKey)

  const view = usePanelView(tab)
  const selection = useSelection(page.rows)
  const whenGone = () => list.current
  const refresh = useCallback(() => router.refresh(), [router])
  const [Dialogs, want, prepare] = useLoaded<PanelDialogsProps>(loadDialogs)
  const disabling = useAsking(want, whenGone, refresh)
  const revocation = useAsking(want, whenGone, refresh)
  const rotation = useAsking(want, whenGone, refresh)
  const renaming = useAsking(want, whenGone, refresh)
  const noting = useAsking(want, whenGone, refresh)
  const revocations = useAsking<ApiKeysPage['rows']>(want, whenGone, refresh)
  const offering = useOffering(actions.listHeirs, want, whenGone, refresh)
  const onWithdraw = useWithdrawOffer(actions.withdrawOffer)
  const creation = useCreation(scope, want)
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
            <Button
              ref={createButton}
              variant="primary"
              onClick={creation.begin}
              onPointerEnter={prepare}
              onFocus={prepare}
            >
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
          onOffer={offering.askOf}
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
          onPointerEnter={prepare}
          onFocus={prepare}
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
                onOffer={offering.askOf}
                onWithdraw={onWithdraw}
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

      {Dialogs && (
        <Dialogs
          scope={scope}
          page={page}
          actions={actions}
          asked={{ creation, rotation, disabling, revocation, renaming, noting, revocations, offering }}
          onChanged={refresh}
          createButton={createButton}
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
