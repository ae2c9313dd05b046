import type { ApiKey } from '@/lib/core/api-key'
import type { ApiKeyId, MembershipId, OrganizationId, SecretId, SecretVersionId } from '@/lib/core/identifiers'
import { apiKeyOf } from '@/lib/db/api-keys'
import { clientOf, type Tx } from '@/lib/db/tx'

export interface Secret {
  readonly id: SecretId
  readonly organizationId: OrganizationId
  readonly name: string
  readonly ownerId: MembershipId
  /** Number of the version in force. */
  readonly version: number
  readonly createdAt: Date
  readonly changedAt: Date
}

export interface SecretVersion {
  readonly id: SecretVersionId
  readonly organizationId: OrganizationId
  readonly secretId: SecretId
  readonly number: number
  /** A JWE that opens for this organization, secret and version only. */
  readonly sealed: string
  readonly apiKeyId: ApiKeyId | null
  readonly createdAt: Date
  readonly createdById: MembershipId | null
}

export interface SecretRow {
  readonly secret: Secret
  readonly owner: string
  readonly holds: { readonly key: ApiKey; readonly appName: string } | null
}

export async function findSecret(tx: Tx, organizationId: OrganizationId, id: SecretId): Promise<Secret | null> {
  return (await clientOf(tx).secret.findUnique({
    where: { organizationId_id: { organizationId, id } },
  })) as Secret | null
}

export async function isSecretNameTaken(tx: Tx, organizationId: OrganizationId, name: string): Promise<boolean> {
  return (await clientOf(tx).secret.count({ where: { organizationId, name } })) > 0
}

export async function getSecretVersion(tx: Tx, { organizationId, id, version }: Secret): Promise<SecretVersion> {
  return (await clientOf(tx).secretVersion.findFirstOrThrow({
    where: { organizationId, secretId: id, number: version },
  })) as SecretVersion
}

/** By name. */
export async function listSecrets(tx: Tx, organizationId: OrganizationId): Promise<SecretRow[]> {
  const rows = await clientOf(tx).secret.findMany({
    where: { organizationId },
    orderBy: [{ name: 'asc' }],
    include: {
      owner: { select: { user: { select: { name: true } } } },
      versions: { select: { number: true, apiKey: { include: { app: { select: { name: true } } } } } },
    },
  })
  return rows.map(({ owner, versions, ...secret }) => {
    const held = versions.find((version) => version.number === secret.version)?.apiKey ?? null
    if (!held) return { secret: secret as Secret, owner: owner.user.name, holds: null }
    const { app, ...key } = held
    return { secret: secret as Secret, owner: owner.user.name, holds: { key: apiKeyOf(key), appName: app.name } }
  })
}

export async function insertSecret(tx: Tx, secret: Secret, version: SecretVersion): Promise<void> {
  const client = clientOf(tx)
  await client.secret.create({ data: { ...secret } })
  await client.secretVersion.create({ data: { ...version } })
}

/** Who gives a name to a secret waits for whoever is doing so now. Released at the end of the transaction. */
export async function lockSecretNames(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await clientOf(tx)
    .$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`secret names of ${organizationId}`}, 0))`
}
