import { ListSecretsInput, type SecretsView } from '@/lib/contract/secrets'
import { LIMITS } from '@/lib/core/limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { KEY_SHAPED } from '@/lib/core/token-form'
import { countSecrets, listSecrets as readSecrets } from '@/lib/db/secrets'
import { read } from '@/lib/operations/operation'
import { readSecretCursor, writeSecretCursor } from '@/lib/operations/secret-cursor'
import { secretsWith, secretView } from '@/lib/operations/secret-views'

const PAGE_ROWS = 50
/** Beyond it a tab says "1,000+". */
const COUNTED_ROWS = 1_001

/** Only what the viewer may reveal, or may restore: a secret's name can tell as much as its value. */
export const listSecrets = read({
  input: ListSecretsInput,
  async run({ tx, actor, now }, { tab, text: wanted, cursor }) {
    if (!may(actor, 'secret.list', {})) return fail('not_permitted')
    const { organizationId } = actor
    // A key that was pasted here by mistake is not looked for.
    const text = KEY_SHAPED.test(wanted) ? '' : wanted.trim()
    const queries = {
      live: { seen: secretsWith('secret.reveal', actor), text, deletedAfter: null },
      deleted: {
        seen: secretsWith('secret.manage', actor),
        text,
        deletedAfter: new Date(now.getTime() - LIMITS.deletedSecretDays * 86_400_000),
      },
    }
    const page = await readSecrets(tx, organizationId, {
      ...queries[tab],
      after: readSecretCursor(cursor, tab === 'live' ? 'name' : 'moment'),
      limit: PAGE_ROWS,
    })
    const view: SecretsView = {
      secrets: page.rows.map((row) => secretView(row, actor, now)),
      counts: {
        live: await countSecrets(tx, organizationId, queries.live, COUNTED_ROWS),
        deleted: await countSecrets(tx, organizationId, queries.deleted, COUNTED_ROWS),
      },
      nextCursor: page.next && writeSecretCursor(page.next),
      can: { create: may(actor, 'secret.create', {}) },
      now: now.toISOString(),
    }
    return ok(view)
  },
})
