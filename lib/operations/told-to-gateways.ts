import type { DataPlaneApp, LoggedApp, NumberedChange } from '@/lib/core/changes'
import type { OrganizationId } from '@/lib/core/identifiers'
import { type KeyEncryptionKeys, open, openedText } from '@/lib/crypto/sealing'
import type { NumberedLoggedChange } from '@/lib/db/feed'

/**
 * An app as gateways are told of it: the one place where an upstream secret is opened. One that does not open is left out, and the operator
 * is told: the app then turns its calls away, and the feed, which carries everyone's revocations, goes on.
 */
export async function feedApp(
  { sealedUpstreamSecret, ...app }: LoggedApp,
  organizationId: OrganizationId,
  keks: KeyEncryptionKeys,
): Promise<DataPlaneApp> {
  if (sealedUpstreamSecret === null) return { ...app, upstreamSecret: null }
  const opened = await open(sealedUpstreamSecret, { organization: organizationId, app: app.id }, keks)
  if (opened.ok) return { ...app, upstreamSecret: openedText(opened.content) }
  console.error(
    `The upstream secret of app ${app.id} does not open: ${opened.reason}. Its gateways go without; replace it on the app’s page.`,
  )
  return { ...app, upstreamSecret: null }
}

/** Changes as gateways are told of them. */
export const feedChanges = (
  logged: readonly NumberedLoggedChange[],
  organizationId: OrganizationId,
  keks: KeyEncryptionKeys,
): Promise<NumberedChange[]> =>
  Promise.all(
    logged.map(async ({ seq, change }) => ({
      seq,
      change:
        change.kind === 'app' ? { kind: change.kind, app: await feedApp(change.app, organizationId, keks) } : change,
    })),
  )
