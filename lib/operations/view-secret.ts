import { type SecretPageView, ViewSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isGone, shareableWith } from '@/lib/core/secret'
import { listEventsOfSecret } from '@/lib/db/events'
import { namesOfMembers } from '@/lib/db/names-of-members'
import { listSecretShares, listSharingMembers, type SharingMember } from '@/lib/db/secret-shares'
import { findSecretRow, listSecretVersions } from '@/lib/db/secrets'
import { describeEvents } from '@/lib/operations/event-views'
import { read } from '@/lib/operations/operation'
import { heldKeyView, secretView } from '@/lib/operations/secret-views'

const PAGE_VERSIONS = 50
const SHOWN_EVENTS = 50
/** As many as a person can choose among. */
const OFFERED_MEMBERS = 1_000

/** A secret's own page: its versions, who can read it, and never a value. A deleted one is there for those who may restore it. */
export const viewSecret = read({
  input: ViewSecretInput,
  async run({ tx, actor, now }, { secretId, before }) {
    const { organizationId } = actor
    const row = await findSecretRow(tx, organizationId, secretId)
    if (!row || isGone(row.secret, now)) return fail('secret_not_found')
    const { secret } = row
    const manages = may(actor, 'secret.manage', { secret })
    if (!(secret.deletedAt ? manages : may(actor, 'secret.reveal', { secret }))) return fail('not_permitted')
    const versions = await listSecretVersions(tx, secret, before ?? null, PAGE_VERSIONS)
    const names = await namesOfMembers(tx, organizationId, [
      ...versions.flatMap(({ createdById }) => createdById ?? []),
      ...(secret.deletedById ? [secret.deletedById] : []),
    ])
    const shares = manages ? await listSecretShares(tx, secret) : []
    const members = manages
      ? await listSharingMembers(tx, organizationId, ['developer', 'reader'], OFFERED_MEMBERS)
      : []
    const oldest = versions.at(-1)?.number ?? 1
    const view: SecretPageView = {
      secret: secretView(row, actor, now),
      deletedBy: (secret.deletedById && names.get(secret.deletedById)) ?? null,
      versions: versions.map(({ number, createdAt, createdById, holds }) => ({
        number,
        createdAt: createdAt.toISOString(),
        createdBy: (createdById && names.get(createdById)) ?? null,
        holds: heldKeyView(holds, now),
      })),
      nextBefore: oldest > 1 ? oldest : null,
      shares: shares.map(({ member, access }) => ({ member: memberOf(member), access })),
      shareable: members.flatMap((member) => {
        const accesses = shareableWith(secret, member)
        return accesses.length > 0 ? [{ ...memberOf(member), accesses }] : []
      }),
      events: manages
        ? await describeEvents(tx, actor, await listEventsOfSecret(tx, organizationId, secretId, SHOWN_EVENTS))
        : [],
      now: now.toISOString(),
    }
    return ok(view)
  },
})

const memberOf = ({ id, name, email, role }: SharingMember) => ({ id, name, email, role })
