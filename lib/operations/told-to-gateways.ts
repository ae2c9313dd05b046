import type { DataPlaneApp, LoggedApp, NumberedChange } from '@/lib/core/changes'
import type { AppId, OrganizationId } from '@/lib/core/identifiers'
import { type KeyEncryptionKeys, open, openedText } from '@/lib/crypto/sealing'
import { findSealedUpstreamSecrets } from '@/lib/db/apps'
import type { NumberedLoggedChange } from '@/lib/db/feed'
import type { Tx } from '@/lib/db/tx'

/**
 * Apps as gateways are told of them, each with the upstream secret that it has as of this transaction: the one place where one is opened.
 * One that does not open is left out, and the operator is told: the app then turns its calls away, and the feed, which carries everyone's
 * revocations, goes on.
 */
export async function feedApps(
  tx: Tx,
  apps: readonly LoggedApp[],
  organizationId: OrganizationId,
  keks: KeyEncryptionKeys,
): Promise<DataPlaneApp[]> {
  const sealed = await findSealedUpstreamSecrets(
    tx,
    organizationId,
    apps.map(({ id }) => id),
  )
  const secrets = new Map(
    await Promise.all(
      [...sealed].map(async ([id, text]) => [id, await openUpstreamSecret(text, organizationId, id, keks)] as const),
    ),
  )
  return apps.map((app) => ({ ...app, upstreamSecret: secrets.get(app.id) ?? null }))
}

async function openUpstreamSecret(
  sealed: string,
  organizationId: OrganizationId,
  appId: AppId,
  keks: KeyEncryptionKeys,
): Promise<string | null> {
  const opened = await open(sealed, { organization: organizationId, app: appId }, keks)
  if (opened.ok) return openedText(opened.content)
  console.error(
    `The upstream secret of app ${appId} does not open: ${opened.reason}. Its gateways go without; replace it on the app’s page.`,
  )
  return null
}

/**
 * Changes as gateways are told of them, in the snapshot in which they were read. An app's older change comes with the upstream secret of
 * now: values are absolute, and the change that made it follows.
 */
export async function feedChanges(
  tx: Tx,
  logged: readonly NumberedLoggedChange[],
  organizationId: OrganizationId,
  keks: KeyEncryptionKeys,
): Promise<NumberedChange[]> {
  const apps = logged.flatMap(({ change }) => (change.kind === 'app' ? [change.app] : []))
  const told = (await feedApps(tx, apps, organizationId, keks)).values()
  return logged.map(({ seq, change }) => ({
    seq,
    change: change.kind === 'app' ? { kind: change.kind, app: told.next().value as DataPlaneApp } : change,
  }))
}
