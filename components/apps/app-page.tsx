import type { ReactNode } from 'react'
import { Moment } from '@/components/accounts/moment'
import { appKeysHref } from '@/components/places'
import { Badge } from '@/components/ui/badge'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { Fact, Facts } from '@/components/ui/facts'
import { PageHeader } from '@/components/ui/page-header'
import { Said } from '@/components/ui/said'
import { SnippetTabs } from '@/components/ui/snippet-tabs'
import { TextLink } from '@/components/ui/text-link'
import type { AppView } from '@/lib/contract/apps'
import type { ScopeRule } from '@/lib/core/app-access'
import { appsWords } from '@/words/apps'
import { commonWords } from '@/words/common'
import { ROLE_WORDS, SERVICE_WORDS } from '@/words/terms'
import { AppOwner, type AppOwnerActions } from './app-owner'
import { AppStatusBadge } from './app-words'
import { DeleteApp, type DeleteApp as DeleteAppAction } from './delete-app'
import { type ChangeApp, EditApp } from './edit-app'
import { ProviderSwitch, type SwitchProvider } from './provider-switch'
import { snippetsOf } from './snippets'
import { TryApp } from './try-app'
import { type MakeUpstreamSecret, type RemoveUpstreamSecret, UpstreamSecret } from './upstream-secret'
import { ViewApiKeys } from './view-api-keys'

const words = appsWords.appPage

export type AppPageProps = {
  app: AppView
  organizationSlug: string
  actions: {
    readonly changeApp: ChangeApp
    readonly switchProvider: SwitchProvider
    readonly deleteApp: DeleteAppAction
    readonly makeUpstreamSecret: MakeUpstreamSecret
    readonly removeUpstreamSecret: RemoveUpstreamSecret
  } & AppOwnerActions
  usage: ReactNode
}

/** One app: where it is called, where calls go, who answers for it, and whether keys open it. */
export function AppPage({ app, organizationSlug, actions, usage }: AppPageProps) {
  // Of a deleted app, that is where its keys are.
  const keysHref = `${appKeysHref(organizationSlug, app)}${app.deletedAt ? '?tab=orphaned' : ''}`
  return (
    <>
      <PageHeader
        title={app.name}
        description={SERVICE_WORDS[app.service].one}
        status={
          <span className="flex flex-wrap items-center gap-2">
            <AppStatusBadge app={app} />
            <Badge>{app.environment}</Badge>
          </span>
        }
        actions={
          <>
            {app.can.manage && <DeleteApp app={app} deleteApp={actions.deleteApp} />}
            {app.can.manage && <EditApp app={app} changeApp={actions.changeApp} />}
            <ViewApiKeys href={keysHref} keys={app.keys} primary />
          </>
        }
      />
      {app.deletedAt && (
        <Callout tone="neutral" title={words.deleted}>
          <Said
            as={words.deletedAt(
              <Moment at={app.deletedAt} look="zoned" />,
              app.deletedBy,
              <TextLink href={keysHref}>{words.inTheList}</TextLink>,
            )}
          />
        </Callout>
      )}
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Facts>
          <Fact label={words.endpoint}>
            <span className={app.deletedAt ? undefined : 'flex items-center gap-1 sm:-my-1'}>
              <code className="min-w-0 break-all font-mono text-xs">{app.endpoint}</code>
              {!app.deletedAt && <CopyButton value={app.endpoint} label={words.copyEndpoint} />}
            </span>
          </Fact>
          {app.upstream !== null && (
            <Fact label={words.upstream} detail={words.upstreamDetail}>
              <code className="break-all font-mono text-xs">{app.upstream}</code>
            </Fact>
          )}
          <Fact label={commonWords.owner} detail={app.owner ? ROLE_WORDS[app.owner.role] : words.managedWithoutOwner}>
            <AppOwner app={app} actions={actions} />
          </Fact>
          <Fact label={commonWords.scopes}>
            <span className="flex flex-wrap gap-1">
              {app.scopes.map((scope) => (
                <Badge key={scope}>{scope}</Badge>
              ))}
            </span>
          </Fact>
          <Fact label={words.scopeRules} {...(app.scopeRules.length > 0 ? { detail: words.scopeRulesDetail } : {})}>
            <ScopeRules rules={app.scopeRules} />
          </Fact>
          <Fact label={words.corsOrigins}>
            {app.corsOrigins.length === 0
              ? words.noOrigins
              : app.corsOrigins.map((origin) => (
                  <code key={origin} className="block break-all font-mono text-xs leading-5">
                    {origin}
                  </code>
                ))}
          </Fact>
          {app.can.manage && (
            <Fact label={words.upstreamSecret}>
              <UpstreamSecret
                app={app}
                makeUpstreamSecret={actions.makeUpstreamSecret}
                removeUpstreamSecret={actions.removeUpstreamSecret}
              />
            </Fact>
          )}
          <Fact label={words.serverUser} detail={words.serverUserDetail}>
            <code className="break-all font-mono text-xs">{app.serverUserId}</code>
          </Fact>
          <Fact label={commonWords.created}>
            <Moment at={app.createdAt} look="zoned" />
          </Fact>
          {app.can.manage && (
            <Fact label={words.access}>
              <ProviderSwitch app={app} switchProvider={actions.switchProvider} />
            </Fact>
          )}
        </Facts>
        {!app.deletedAt && (
          <section aria-labelledby="call-it" className="min-w-0">
            <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 gap-y-2">
              <h2 id="call-it" className="font-semibold">
                {words.callIt}
              </h2>
              <TryApp app={app} />
            </div>
            <p className="mt-1 mb-3 text-ink-2">
              <Said
                as={words.callItWith(
                  (text) => <TextLink href={keysHref}>{text}</TextLink>,
                  <code className="font-mono text-xs">AURA_KEY</code>,
                )}
              />
            </p>
            <SnippetTabs label={words.language} snippets={snippetsOf(app.endpoint)} />
          </section>
        )}
      </div>
      {usage}
    </>
  )
}

function ScopeRules({ rules }: { rules: readonly ScopeRule[] }) {
  if (rules.length === 0) return <>{words.noScopeRules}</>
  return (
    <ul className="flex flex-col gap-1">
      {rules.map(({ methods, path, scope }) => (
        <li key={`${methods.join()} ${path} ${scope}`} className="flex flex-wrap items-center gap-x-2">
          <code className="break-all font-mono text-xs">
            {methods.length > 0 && <span className="text-ink-2">{methods.join(' ')} </span>}
            {path}
          </code>
          <span className="text-ink-2">{words.needs}</span>
          <Badge>{scope}</Badge>
        </li>
      ))}
    </ul>
  )
}
