import type { DataPlaneApp, PublicKeyJwk } from '@/lib/core/changes'
import { type KeyClaims, statusReference } from '@/lib/core/claims'
import { signEpochStatement } from '@/lib/crypto/epoch-statements'
import { newIdAt } from '@/lib/crypto/identifiers'
import { signKey } from '@/lib/crypto/issue-key'
import { generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'
import type { KnownState } from '@/lib/status/feed-format'

const newId = newIdAt(new Date())

/** Tests only: an organization with real keys, which mints what its portal would. */
export async function makeOrganization(issuer = 'https://portal.test/o/demo') {
  const organization = { id: newId('organization'), issuer }
  const epochKey = await generateSigningKey()
  const epochPrivate = await importPrivateKey(epochKey.privateJwk)
  const signingKey = await generateSigningKey()
  const signingPrivate = await importPrivateKey(signingKey.privateJwk)

  const epoch = async (
    number: number,
    by: { kid: string; publicJwk: PublicKeyJwk; privateKey: CryptoKey } = { ...epochKey, privateKey: epochPrivate },
  ) => ({
    number,
    statement: await signEpochStatement(
      { iss: issuer, org: organization.id, epoch: number, iat: 1_700_000_000 + number },
      by.privateKey,
      by.kid,
    ),
    key: by.publicJwk,
  })
  const app = (slug: string, upstream: string, changes: Partial<DataPlaneApp> = {}): DataPlaneApp => ({
    id: newId('app'),
    slug,
    environment: 'production',
    serverUserId: newId('serverUser'),
    upstream,
    providerEnabled: true,
    scopeRules: [],
    corsOrigins: [],
    upstreamSecret: null,
    deleted: false,
    ...changes,
  })
  const state = async (apps: readonly DataPlaneApp[], changes: Partial<KnownState> = {}): Promise<KnownState> => ({
    organization,
    epoch: await epoch(1),
    seq: 10,
    issuedBelow: 1_000,
    lists: [],
    apps,
    signingKeys: [{ kid: signingKey.kid, jwk: signingKey.publicJwk, revoked: false }],
    keyLimits: [],
    keyEndings: [],
    ...changes,
  })
  const mint = async (
    forApp: DataPlaneApp,
    position: number,
    changes: Partial<KeyClaims> = {},
    by = { kid: signingKey.kid, privateKey: signingPrivate },
  ): Promise<string> => {
    const claims: KeyClaims = {
      iss: issuer,
      aud: forApp.id,
      sub: forApp.serverUserId,
      jti: newId('apiKey'),
      iat: 1_700_000_000,
      exp: 4_000_000_000,
      scope: 'invoke',
      org: organization.id,
      env: forApp.environment,
      status: statusReference(issuer, position),
      ...changes,
    }
    const issued = await signKey(claims, by)
    if (!issued.ok) throw new Error(issued.failure.code)
    return issued.value.reveal()
  }
  return { organization, signingKey, epoch, app, state, mint, newId }
}

export type TestOrganization = Awaited<ReturnType<typeof makeOrganization>>
