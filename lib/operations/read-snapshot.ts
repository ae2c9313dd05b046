import { SnapshotInput } from '@/lib/contract/feed'
import { ok } from '@/lib/core/result'
import { listLimitedKeys } from '@/lib/db/api-keys'
import { listLoggedApps } from '@/lib/db/apps'
import { listStatusLists, readHead } from '@/lib/db/feed'
import { listEndingKeys } from '@/lib/db/key-endings'
import { getOrganization } from '@/lib/db/organizations'
import { findCurrentSigningKey, listApiSigningKeys } from '@/lib/db/signing-keys'
import { feed } from '@/lib/operations/operation'
import { feedApps } from '@/lib/operations/told-to-gateways'
import { FEED_VERSION, type Snapshot } from '@/lib/status/feed-format'
import { encodeList } from '@/lib/status/status-list-codec'

/** Everything that a gateway has to know, as of one moment. */
export const readSnapshot = feed('snapshot', {
  input: SnapshotInput,
  async run({ tx, actor: { organizationId }, settings, keks }) {
    const { id, issuer } = await getOrganization(tx, organizationId)
    const { seq, nextPosition, epoch, epochStatement } = await readHead(tx, organizationId)
    const epochKey = await findCurrentSigningKey(tx, organizationId, 'epoch')
    if (!epochKey) throw new Error(`Organization ${organizationId} has no epoch key`)
    const { kty, crv, x, y } = epochKey.publicJwk
    const snapshot: Snapshot = {
      version: FEED_VERSION,
      organization: { id, issuer },
      epoch: { number: epoch, statement: epochStatement, key: { kty, crv, x, y } },
      seq,
      issuedBelow: nextPosition,
      lists: (await listStatusLists(tx, organizationId)).map(encodeList),
      apps: await feedApps(tx, await listLoggedApps(tx, organizationId), organizationId, keks),
      signingKeys: (await listApiSigningKeys(tx, organizationId)).map(({ kid, jwk, revoked }) => ({
        kid,
        jwk,
        revoked,
      })),
      keyLimits: await listLimitedKeys(tx, organizationId),
      keyEndings: await listEndingKeys(tx, organizationId),
      stalenessSeconds: settings.stalenessSeconds,
      renewSeconds: settings.renewSeconds,
    }
    return ok(snapshot)
  },
})
