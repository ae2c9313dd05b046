import { isIP } from 'node:net'
import { ENVIRONMENTS } from '@/lib/core/app'
import { PATH_PATTERN, type ScopeRule } from '@/lib/core/app-access'
import type {
  Change,
  DataPlaneApp,
  DataPlaneSigningKey,
  EndingKey,
  LimitedKey,
  NumberedChange,
  PositionRun,
  PublicKeyJwk,
} from '@/lib/core/changes'
import { type GatewayInstanceId, isId, type OrganizationId } from '@/lib/core/identifiers'
import type { RateLimit } from '@/lib/core/key-limits'
import { LIMITS } from '@/lib/core/limits'
import { STATUS_VALUES, type StatusValue } from '@/lib/core/status-value'
import { FeedFormatError } from '@/lib/status/feed-format-error'
import { MAXIMUM_LISTS, MAXIMUM_POSITIONS } from '@/lib/status/status-set'

/**
 * The wire between portal and gateway (docs/architecture.md, "The feed, version 3"). The gateway reads it member by
 * member and takes nothing that is not of its exact shape, an unknown member included: a member that we do not know may
 * be a restriction, and to overlook a restriction is to accept what should be refused.
 */
export const FEED_VERSION = 3

/** Everything that a gateway knows of its organization at one `seq`. */
export interface KnownState {
  readonly organization: { readonly id: OrganizationId; readonly issuer: string }
  /** `statement` is a JWS by the organization's epoch key (lib/crypto/epoch-statements). */
  readonly epoch: { readonly number: number; readonly statement: string; readonly key: PublicKeyJwk }
  /** Everything up to here is in it. */
  readonly seq: number
  /** Every position below this has been given out. */
  readonly issuedBelow: number
  /** `encodeList` of each list; trailing lists may be missing, and are all valid. */
  readonly lists: readonly string[]
  /** Tombstones of deleted apps included. */
  readonly apps: readonly DataPlaneApp[]
  readonly signingKeys: readonly DataPlaneSigningKey[]
  /** Those keys that have limits. */
  readonly keyLimits: readonly LimitedKey[]
  /** Those keys that another is to take the place of, or has. */
  readonly keyEndings: readonly EndingKey[]
}

export interface Snapshot extends KnownState {
  readonly version: typeof FEED_VERSION
  /** How long a lease lasts, and how often to renew it. */
  readonly stalenessSeconds: number
  readonly renewSeconds: number
}

export interface LeaseRequest {
  readonly version: typeof FEED_VERSION
  readonly instance: GatewayInstanceId
  /** Name and version of the gateway's software, for people. */
  readonly software: string
  /** Milliseconds since 1970 by the instance's clock. */
  readonly sentAt: number
  /** Everything up to here is durable and applied at this instance. */
  readonly appliedSeq: number
  readonly epoch: number
}

export interface LeaseAnswer {
  readonly version: typeof FEED_VERSION
  readonly epoch: number
  /** The head of the change log, read when the renewal was recorded. */
  readonly seq: number
  /** Milliseconds since 1970 by Postgres's clock. */
  readonly now: number
  readonly stalenessSeconds: number
  readonly renewSeconds: number
}

export interface Acknowledgement {
  readonly version: typeof FEED_VERSION
  readonly instance: GatewayInstanceId
  readonly epoch: number
  readonly seq: number
}

export interface ReleaseRequest {
  readonly version: typeof FEED_VERSION
  readonly instance: GatewayInstanceId
}

const utf8 = new TextEncoder()

/** One change as a server-sent event. Encode once and send the same bytes to every stream. */
export function encodeChangeEvent(numbered: NumberedChange): Uint8Array {
  return utf8.encode(`event: change\nid: ${numbered.seq}\ndata: ${JSON.stringify(numbered)}\n\n`)
}

/** Tells a stream that another epoch began: a new snapshot is needed. Without `data` no reader would dispatch it. */
export function encodeEpochEvent(epoch: number): Uint8Array {
  return utf8.encode(`event: epoch\ndata: ${JSON.stringify({ epoch })}\n\n`)
}

/** A comment that keeps the stream, and what stands between, from being taken for dead. */
export const HEARTBEAT: Uint8Array = utf8.encode(': still here\n\n')

const STATE_MEMBERS = [
  'organization',
  'epoch',
  'seq',
  'issuedBelow',
  'lists',
  'apps',
  'signingKeys',
  'keyLimits',
  'keyEndings',
] as const
const PACE_MEMBERS = ['stalenessSeconds', 'renewSeconds'] as const

export function parseSnapshot(value: unknown): Snapshot {
  const members = versioned(value, 'a snapshot', ['version', ...STATE_MEMBERS, ...PACE_MEMBERS])
  return { version: FEED_VERSION, ...parseMembersOfState(members), ...parsePace(members) }
}

/** Reads what a journal keeps: a snapshot without its wire's version and pace. */
export function parseKnownState(value: unknown): KnownState {
  return parseMembersOfState(exactly(value, 'a known state', STATE_MEMBERS))
}

function parseMembersOfState(members: Record<(typeof STATE_MEMBERS)[number], unknown>): KnownState {
  const organization = exactly(members.organization, 'organization', ['id', 'issuer'])
  const epoch = exactly(members.epoch, 'epoch', ['number', 'statement', 'key'])
  if (!isId('organization', organization.id)) throw malformed('organization.id')
  const lists = arrayOf(members.lists, 'lists', (list) => text(list, 'lists'))
  if (lists.length > MAXIMUM_LISTS) throw malformed('lists')
  const apps = arrayOf(members.apps, 'apps', parseApp)
  const signingKeys = arrayOf(members.signingKeys, 'signingKeys', parseSigningKey)
  if (new Set(apps.map((app) => app.id)).size !== apps.length) throw malformed('apps: one twice')
  if (new Set(apps.map((app) => app.slug)).size !== apps.length) throw malformed('apps: one slug twice')
  const keyLimits = arrayOf(members.keyLimits, 'keyLimits', parseLimitedKey)
  if (new Set(keyLimits.map((key) => key.position)).size !== keyLimits.length) throw malformed('keyLimits: one twice')
  const keyEndings = arrayOf(members.keyEndings, 'keyEndings', parseEndingKey)
  if (new Set(keyEndings.map((key) => key.position)).size !== keyEndings.length)
    throw malformed('keyEndings: one twice')
  if (new Set(signingKeys.map((key) => key.kid)).size !== signingKeys.length) throw malformed('signingKeys: one twice')
  return {
    organization: { id: organization.id, issuer: text(organization.issuer, 'organization.issuer') },
    epoch: {
      number: count(epoch.number, 'epoch.number', 1),
      statement: text(epoch.statement, 'epoch.statement'),
      key: parsePublicKey(epoch.key),
    },
    seq: count(members.seq, 'seq', 0),
    issuedBelow: count(members.issuedBelow, 'issuedBelow', 0, MAXIMUM_POSITIONS),
    lists,
    apps,
    signingKeys,
    keyLimits,
    keyEndings,
  }
}

/** Reads the `data` of one `change` event. */
export function parseChangeEvent(data: string): NumberedChange {
  return parseNumberedChange(parseJson(data, 'a change'))
}

export function parseNumberedChange(value: unknown): NumberedChange {
  const members = exactly(value, 'a change', ['seq', 'change'])
  return { seq: count(members.seq, 'seq', 1), change: parseChange(members.change) }
}

export function parseLeaseAnswer(value: unknown): LeaseAnswer {
  const members = versioned(value, 'a lease', ['version', 'epoch', 'seq', 'now', ...PACE_MEMBERS])
  return {
    version: FEED_VERSION,
    epoch: count(members.epoch, 'epoch', 1),
    seq: count(members.seq, 'seq', 0),
    now: count(members.now, 'now', 0),
    ...parsePace(members),
  }
}

export function parseJson(source: string, what: string): unknown {
  try {
    return JSON.parse(source)
  } catch (cause) {
    throw new FeedFormatError('malformed', `${what} is not JSON`, { cause })
  }
}

/** A day is far above any staleness that makes sense, and keeps a slip of the hand from becoming a lease for years. */
const LONGEST_STALENESS_SECONDS = 86_400

function parsePace(members: Record<(typeof PACE_MEMBERS)[number], unknown>) {
  const stalenessSeconds = count(members.stalenessSeconds, 'stalenessSeconds', 1, LONGEST_STALENESS_SECONDS)
  return { stalenessSeconds, renewSeconds: count(members.renewSeconds, 'renewSeconds', 1, stalenessSeconds) }
}

const CHANGE_MEMBERS: Readonly<Record<Change['kind'], readonly string[]>> = {
  issued: ['kind', 'below'],
  status: ['kind', 'set'],
  app: ['kind', 'app'],
  key_limits: ['kind', 'set'],
  key_endings: ['kind', 'set'],
  signing_keys: ['kind', 'keys'],
}

function parseChange(value: unknown): Change {
  const kind = isRecord(value) ? value.kind : undefined
  if (typeof kind !== 'string') throw malformed('change.kind')
  if (!Object.hasOwn(CHANGE_MEMBERS, kind))
    throw new FeedFormatError('unknown_kind', `unknown kind of change “${kind}”`)
  const known = kind as Change['kind']
  const members = exactly(value, 'change', CHANGE_MEMBERS[known])
  switch (known) {
    case 'issued':
      return { kind: known, below: count(members.below, 'change.below', 0, MAXIMUM_POSITIONS) }
    case 'status':
      return { kind: known, set: arrayOf(members.set, 'change.set', parseStatusRuns) }
    case 'app':
      return { kind: known, app: parseApp(members.app) }
    case 'key_limits':
      return { kind: known, set: arrayOf(members.set, 'change.set', parseLimitedKey) }
    case 'key_endings':
      return { kind: known, set: arrayOf(members.set, 'change.set', parseEndingKey) }
    case 'signing_keys':
      return { kind: known, keys: arrayOf(members.keys, 'change.keys', parseSigningKey) }
  }
}

function parseStatusRuns(value: unknown): { value: StatusValue; runs: PositionRun[] } {
  const members = exactly(value, 'change.set', ['value', 'runs'])
  const status = Object.values(STATUS_VALUES).find((known) => known === members.value)
  if (status === undefined) throw malformed('change.set.value')
  return { value: status, runs: arrayOf(members.runs, 'change.set.runs', parseRun) }
}

function parseRun(value: unknown): PositionRun {
  if (!Array.isArray(value) || value.length !== 2) throw malformed('a run')
  const first = count(value[0], 'the first of a run', 0, MAXIMUM_POSITIONS - 1)
  return [first, count(value[1], 'the length of a run', 1, MAXIMUM_POSITIONS - first)]
}

function parseApp(value: unknown): DataPlaneApp {
  const app = exactly(value, 'app', [
    'id',
    'slug',
    'environment',
    'serverUserId',
    'upstream',
    'providerEnabled',
    'deleted',
    'scopeRules',
    'corsOrigins',
    'upstreamSecret',
  ])
  if (!isId('app', app.id) || !isId('serverUser', app.serverUserId)) throw malformed('app.id')
  const slug = text(app.slug, 'app.slug')
  if (!/^[a-z0-9-]{1,63}$/.test(slug)) throw malformed('app.slug')
  const environment = ENVIRONMENTS.find((known) => known === app.environment)
  if (!environment) throw malformed('app.environment')
  const upstream = text(app.upstream, 'app.upstream')
  if (upstream.length > LIMITS.upstreamLength || !/^https?:\/\//i.test(upstream) || !URL.canParse(upstream))
    throw malformed('app.upstream')
  if (typeof app.providerEnabled !== 'boolean' || typeof app.deleted !== 'boolean')
    throw malformed('app.providerEnabled')
  return {
    id: app.id,
    slug,
    environment,
    serverUserId: app.serverUserId,
    upstream,
    providerEnabled: app.providerEnabled,
    deleted: app.deleted,
    scopeRules: arrayOf(app.scopeRules, 'app.scopeRules', parseScopeRule),
    corsOrigins: arrayOf(app.corsOrigins, 'app.corsOrigins', (origin) => text(origin, 'app.corsOrigins')),
    upstreamSecret: app.upstreamSecret === null ? null : visible(app.upstreamSecret, 'app.upstreamSecret'),
  }
}

function parseScopeRule(value: unknown): ScopeRule {
  const rule = exactly(value, 'app.scopeRules', ['methods', 'path', 'scope'])
  const path = text(rule.path, 'app.scopeRules.path')
  if (!PATH_PATTERN.test(path)) throw malformed('app.scopeRules.path')
  return {
    methods: arrayOf(rule.methods, 'app.scopeRules.methods', (method) => {
      if (typeof method !== 'string' || !/^[A-Z-]{1,32}$/.test(method)) throw malformed('app.scopeRules.methods')
      return method
    }),
    path,
    scope: visible(rule.scope, 'app.scopeRules.scope'),
  }
}

function parseLimitedKey(value: unknown): LimitedKey {
  const key = exactly(value, 'key_limits', ['position', 'limits'])
  const limits = exactly(key.limits, 'key_limits.limits', ['rate', 'addresses'])
  return {
    position: count(key.position, 'key_limits.position', 0, MAXIMUM_POSITIONS - 1),
    limits: {
      rate: limits.rate === null ? null : parseRate(limits.rate),
      addresses: arrayOf(limits.addresses, 'key_limits.addresses', parseAddressRange),
    },
  }
}

function parseEndingKey(value: unknown): EndingKey {
  const key = exactly(value, 'key_endings', ['position', 'endsAt'])
  return {
    position: count(key.position, 'key_endings.position', 0, MAXIMUM_POSITIONS - 1),
    endsAt: count(key.endsAt, 'key_endings.endsAt', 0),
  }
}

function parseRate(value: unknown): RateLimit {
  const rate = exactly(value, 'key_limits.rate', ['requestsPerMinute', 'burst'])
  return {
    requestsPerMinute: count(rate.requestsPerMinute, 'key_limits.rate', 1, LIMITS.requestsPerMinute),
    burst: count(rate.burst, 'key_limits.rate', 1, LIMITS.requestsPerMinute),
  }
}

function parseAddressRange(value: unknown): string {
  const range = text(value, 'key_limits.addresses')
  const match = /^(?<address>[0-9a-f:.]+)\/(?<bits>[0-9]{1,3})$/.exec(range)
  const version = isIP(match?.groups?.address ?? '')
  if (version === 0 || Number(match?.groups?.bits) > (version === 4 ? 32 : 128)) throw malformed('key_limits.addresses')
  return range
}

function parseSigningKey(value: unknown): DataPlaneSigningKey {
  const key = exactly(value, 'a signing key', ['kid', 'jwk', 'revoked'])
  if (typeof key.revoked !== 'boolean') throw malformed('signingKey.revoked')
  return { kid: thirtyTwoBytes(key.kid, 'signingKey.kid'), jwk: parsePublicKey(key.jwk), revoked: key.revoked }
}

function parsePublicKey(value: unknown): PublicKeyJwk {
  const key = exactly(value, 'a public key', ['kty', 'crv', 'x', 'y'])
  if (key.kty !== 'EC' || key.crv !== 'P-256') throw malformed('a public key')
  return { kty: key.kty, crv: key.crv, x: thirtyTwoBytes(key.x, 'x'), y: thirtyTwoBytes(key.y, 'y') }
}

function malformed(what: string): FeedFormatError {
  return new FeedFormatError('malformed', `the feed's ${what} is not of its shape`)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function exactly<M extends string>(value: unknown, what: string, members: readonly M[]): Record<M, unknown> {
  if (!isRecord(value)) throw malformed(what)
  const names = Object.keys(value)
  if (names.length !== members.length || !members.every((member) => Object.hasOwn(value, member))) throw malformed(what)
  return value as Record<M, unknown>
}

/** The version comes first: of another version, nothing else can be judged. */
function versioned<M extends string>(value: unknown, what: string, members: readonly M[]): Record<M, unknown> {
  if (!isRecord(value) || !Number.isSafeInteger(value.version)) throw malformed(what)
  if (value.version !== FEED_VERSION) {
    throw new FeedFormatError(
      'unsupported_version',
      `the portal speaks version ${value.version} of the feed, this gateway version ${FEED_VERSION}: upgrade the older one`,
    )
  }
  return exactly(value, what, members)
}

function arrayOf<T>(value: unknown, what: string, parse: (item: unknown) => T): T[] {
  if (!Array.isArray(value)) throw malformed(what)
  return value.map(parse)
}

/** Printable ASCII without spaces: fit for a header's value. */
function visible(value: unknown, what: string): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,256}$/.test(value)) throw malformed(what)
  return value
}

function text(value: unknown, what: string): string {
  if (typeof value !== 'string') throw malformed(what)
  return value
}

function count(value: unknown, what: string, from: number, to = Number.MAX_SAFE_INTEGER): number {
  if (!Number.isSafeInteger(value) || (value as number) < from || (value as number) > to) throw malformed(what)
  return value as number
}

function thirtyTwoBytes(value: unknown, what: string): string {
  if (typeof value !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(value)) throw malformed(what)
  return value
}
