import type { DataPlaneApp, DataPlaneSigningKey, PublicKeyJwk } from '@/lib/core/changes'
import type { AppId, GatewayInstanceId, OrganizationId, ServerUserId } from '@/lib/core/identifiers'
import type { KnownState } from '@/lib/status/feed-format'

/** Tests only: small states that have the right shape, and keys that sign nothing. */
let made = 0
const uuid = () => {
  made += 1
  return `01890000-0000-7000-8000-${String(made).padStart(12, '0')}`
}

export const aPublicKey = (letter = 'A'): PublicKeyJwk => ({
  kty: 'EC',
  crv: 'P-256',
  x: letter.repeat(43),
  y: letter.repeat(43),
})

export const anInstance = (): GatewayInstanceId => `ins_${uuid()}`

export const anApp = (changes: Partial<DataPlaneApp> = {}): DataPlaneApp => {
  const id: AppId = `app_${uuid()}`
  const serverUserId: ServerUserId = `srv_${uuid()}`
  return {
    id,
    slug: `app-${made}`,
    environment: 'production',
    serverUserId,
    upstream: 'https://upstream.test/base',
    providerEnabled: true,
    scopeRules: [],
    corsOrigins: [],
    upstreamSecret: null,
    deleted: false,
    ...changes,
  }
}

export const aSigningKey = (changes: Partial<DataPlaneSigningKey> = {}): DataPlaneSigningKey => ({
  kid: 'K'.repeat(43),
  jwk: aPublicKey(),
  revoked: false,
  ...changes,
})

const ORGANIZATION: OrganizationId = 'org_01890000-0000-7000-8000-000000000000'
const APP = anApp({ slug: 'sentiment' })

export const aState = (changes: Partial<KnownState> = {}): KnownState => ({
  organization: { id: ORGANIZATION, issuer: 'https://portal.test/o/demo' },
  epoch: { number: 1, statement: 'statement 1', key: aPublicKey('E') },
  seq: 10,
  issuedBelow: 100,
  lists: [],
  apps: [APP],
  keyLimits: [],
  keyEndings: [],
  signingKeys: [aSigningKey()],
  ...changes,
})
