import { z } from 'zod'
import type { AppId, IdentityProviderId, OrganizationId, SecretId, WebhookSecretId } from '@/lib/core/identifiers'
import { ok } from '@/lib/core/result'
import { SEALED_KINDS, type SealedKind } from '@/lib/core/sealed-texts'
import { type BelongsTo, type Opened, open, seal } from '@/lib/crypto/sealing'
import { lockHead } from '@/lib/db/feed'
import { countSealedWith, isAnySealedWith, lockSealed, replaceSealed, type SealedRow } from '@/lib/db/sealed-texts'
import { accountOperation } from '@/lib/operations/operation'

/** Few enough that nobody waits for their locks, also when each is as large as a secret may be. */
const BATCH = 100

export interface UnopenedText {
  readonly id: string
  readonly reason: Extract<Opened, { ok: false }>['reason']
}

export interface ResealedBatch {
  readonly resealed: number
  readonly unopened: readonly UnopenedText[]
  /** The last that was looked at; null when there was none. */
  readonly last: string | null
}

/**
 * Seals the next few texts anew that another key than the current one has sealed: for an operator's command alone. All of it or nothing of it
 * is stored, so a command that is killed leaves texts of the one key and of the other, and both open. What does not open stays as it is.
 * The batch after which nothing is left in its organization writes that down.
 */
export const resealBatch = accountOperation({
  input: z.object({
    organizationId: z.custom<OrganizationId>((id) => typeof id === 'string'),
    kind: z.enum(SEALED_KINDS),
    key: z.string(),
    /** The last one that an earlier batch came to; empty for none. */
    after: z.string(),
  }),
  async run({ tx, keks, commit }, { organizationId, kind, key, after }) {
    const rows = await lockSealed(tx, organizationId, { kind, key, after }, BATCH)
    const texts: { readonly id: string; readonly before: string; readonly after: string }[] = []
    const unopened: UnopenedText[] = []
    for (const row of rows) {
      const place = placeOf(kind, organizationId, row)
      const opened = await open(row.sealed, place, keks)
      if (opened.ok) texts.push({ id: row.id, before: row.sealed, after: await seal(opened.content, place, keks) })
      else unopened.push({ id: row.id, reason: opened.reason })
    }
    const resealed = await replaceSealed(tx, organizationId, kind, texts)
    if (resealed > 0) {
      // Of two commands that each seal the last of their rows, one sees here that the other is done.
      await lockHead(tx, organizationId)
      const current = keks.current.kid
      const old = [...keks.all.keys()].filter((kid) => kid !== current)
      if (!(await isAnySealedWith(tx, organizationId, old))) {
        const sealed = await countSealedWith(tx, organizationId, current)
        await commit(
          organizationId,
          { kind: 'operator', organizationId },
          { event: { type: 'organization.resealed', after: { key: current, ...Object.fromEntries(sealed) } } },
        )
      }
    }
    return ok<ResealedBatch>({ resealed, unopened, last: rows.at(-1)?.id ?? null })
  },
})

/** What a stored text has to say that it belongs to. */
function placeOf(kind: SealedKind, organization: OrganizationId, { id, secretId, number }: SealedRow): BelongsTo {
  if (kind === 'signing_key') return { organization, signing_key: id }
  if (kind === 'app') return { organization, app: id as AppId }
  if (kind === 'identity_provider') return { organization, identity_provider: id as IdentityProviderId }
  if (kind === 'webhook_secret') return { organization, webhook_secret: id as WebhookSecretId }
  return { organization, secret: secretId as SecretId, version: number as number }
}
