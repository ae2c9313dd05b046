import { type Actor, isMemberActor } from '@/lib/core/actor'
import type { ScopeRule } from '@/lib/core/app-access'
import type { DomainEvent } from '@/lib/core/events'
import type { AppId, MembershipId, NewId, OrganizationId, ServerUserId } from '@/lib/core/identifiers'
import { fail, ok, type Result } from '@/lib/core/result'
import type { Service } from '@/lib/core/services'

export const ENVIRONMENTS = ['production', 'sandbox'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** Every app has at least this scope. */
export const BASE_SCOPE = 'invoke'

export interface App {
  readonly id: AppId
  readonly organizationId: OrganizationId
  readonly service: Service
  readonly name: string
  /** Part of the app's address; unique in the organization and never used again, even after deletion. */
  readonly slug: string
  readonly environment: Environment
  /** Where the gateway sends accepted requests: an absolute http or https URL. */
  readonly upstream: string
  /** The member who answers for the app; null when that member is gone, and then Owners and Aura Owners manage it. */
  readonly ownerId: MembershipId | null
  /** The app's own server user: the principal of its server keys. */
  readonly serverUserId: ServerUserId
  readonly providerEnabled: boolean
  readonly scopes: readonly string[]
  /** What a key needs for some of the app's addresses; each scope in them is one of the app's. */
  readonly scopeRules: readonly ScopeRule[]
  /** Origins whose pages may call the app, in their one spelling. */
  readonly corsOrigins: readonly string[]
  /** What the gateway shows to the app, sealed for this app alone; null when it has none. */
  readonly sealedUpstreamSecret: string | null
  readonly upstreamSecretMadeAt: Date | null
  readonly createdAt: Date
  readonly createdById: MembershipId | null
  readonly changedAt: Date
  readonly deletedAt: Date | null
  readonly deletedById: MembershipId | null
}

/** The exported form of the API-key provider, as the seed document has it. */
export function providerConfiguration(app: Pick<App, 'providerEnabled'>) {
  return { 'api-key': { name: 'api-key', type: 'api-key', disabled: !app.providerEnabled } } as const
}

/** The address name of an app: lower case letters, digits and hyphens; empty when the name has none of them. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '')
}

/** Path segments that pages use beside app slugs. */
export const RESERVED_APP_SLUGS: readonly string[] = ['api-keys', 'new']

export interface NewApp {
  readonly service: Service
  readonly name: string
  readonly environment: Environment
  readonly upstream: string
  readonly scopes: readonly string[]
  readonly scopeRules: readonly ScopeRule[]
  readonly corsOrigins: readonly string[]
}

interface Transition {
  readonly next: App
  readonly event: DomainEvent
}

export function createApp(wanted: NewApp, by: Actor, newId: NewId, at: Date): Result<Transition> {
  const scopes = withBaseScope(wanted.scopes)
  const unmet = ruleWithoutScope(wanted.scopeRules, scopes)
  if (unmet) return unmet
  const ownerId = isMemberActor(by) ? by.membershipId : null
  const next: App = {
    id: newId('app'),
    organizationId: by.organizationId,
    service: wanted.service,
    name: wanted.name,
    slug: slugOf(wanted.name),
    environment: wanted.environment,
    upstream: wanted.upstream,
    ownerId,
    serverUserId: newId('serverUser'),
    providerEnabled: true,
    scopes,
    scopeRules: wanted.scopeRules,
    corsOrigins: wanted.corsOrigins,
    sealedUpstreamSecret: null,
    upstreamSecretMadeAt: null,
    createdAt: at,
    createdById: ownerId,
    changedAt: at,
    deletedAt: null,
    deletedById: null,
  }
  return ok({ next, event: { type: 'app.created', appId: next.id, after: describeApp(next) } })
}

/** `invoke` first, each scope once, in the order given. */
export function withBaseScope(scopes: readonly string[]): readonly string[] {
  return [...new Set([BASE_SCOPE, ...scopes])]
}

/** No key could ever meet a rule whose scope the app does not have: it would close its path to everyone. */
function ruleWithoutScope(rules: readonly ScopeRule[], scopes: readonly string[]): Result<never> | undefined {
  const at = rules.findIndex((rule) => !scopes.includes(rule.scope))
  const rule = rules[at]
  return (
    rule &&
    fail('rule_scope_unknown', { field: `scopeRules.${at}.scope`, params: { path: rule.path, scope: rule.scope } })
  )
}

export type AppChange = Omit<NewApp, 'service'>

export function changeApp(app: App, change: AppChange, at: Date): Result<Transition> {
  const scopes = withBaseScope(change.scopes)
  const unmet = ruleWithoutScope(change.scopeRules, scopes)
  if (unmet) return unmet
  const next: App = { ...app, ...change, scopes, changedAt: at }
  return ok({ next, event: { type: 'app.changed', appId: app.id, before: describeApp(app), after: describeApp(next) } })
}

/** Whether paths ask for other scopes than before; the values alone do not say whether for more. */
export function changesRules(before: Pick<App, 'scopeRules'>, after: Pick<App, 'scopeRules'>): boolean {
  // In one order, for a database gives the fields of a rule back in its own.
  const valuesOf = ({ scopeRules }: Pick<App, 'scopeRules'>) =>
    JSON.stringify(scopeRules.map(({ methods, path, scope }) => [methods, path, scope]))
  return valuesOf(before) !== valuesOf(after)
}

/** A new secret takes the place of the old one at once. Events say when each was made, never what it is. */
export function setUpstreamSecret(app: App, sealed: string, at: Date): Transition {
  const next: App = { ...app, sealedUpstreamSecret: sealed, upstreamSecretMadeAt: at, changedAt: at }
  return {
    next,
    event: {
      type: app.sealedUpstreamSecret === null ? 'app.upstream_secret_made' : 'app.upstream_secret_replaced',
      appId: app.id,
      before: { upstreamSecretMadeAt: app.upstreamSecretMadeAt },
      after: { upstreamSecretMadeAt: at },
    },
  }
}

export function removeUpstreamSecret(app: App, at: Date): Result<Transition> {
  if (app.sealedUpstreamSecret === null) return fail('no_upstream_secret')
  return ok({
    next: { ...app, sealedUpstreamSecret: null, upstreamSecretMadeAt: null, changedAt: at },
    event: {
      type: 'app.upstream_secret_removed',
      appId: app.id,
      before: { upstreamSecretMadeAt: app.upstreamSecretMadeAt },
      after: { upstreamSecretMadeAt: null },
    },
  })
}

/** Switching it to what it is would restrict nothing, so nothing is written down of it. */
export function switchProvider(app: App, enabled: boolean, at: Date): Result<Transition> {
  if (app.providerEnabled === enabled) return fail('provider_unchanged', { params: { state: enabled ? 'on' : 'off' } })
  return ok({
    next: { ...app, providerEnabled: enabled, changedAt: at },
    event: {
      type: enabled ? 'app.provider_enabled' : 'app.provider_disabled',
      appId: app.id,
      before: { providerEnabled: app.providerEnabled },
      after: { providerEnabled: enabled },
    },
  })
}

/** Deleting keeps the row: the page stays, read-only and marked, and its address is never given out again. */
export function deleteApp(
  app: App,
  by: Actor,
  keys: { readonly orphanedKeys: number; readonly revokedKeys: number },
  at: Date,
): Transition {
  const next: App = { ...app, deletedAt: at, deletedById: isMemberActor(by) ? by.membershipId : null, changedAt: at }
  return { next, event: { type: 'app.deleted', appId: app.id, before: describeApp(app), after: keys } }
}

function describeApp(app: App) {
  const { service, name, slug, environment, upstream, ownerId, scopes, scopeRules, corsOrigins, providerEnabled } = app
  return { service, name, slug, environment, upstream, ownerId, scopes, scopeRules, corsOrigins, providerEnabled }
}
