import { z } from 'zod'
import type { SecretsView } from '@/lib/contract/secrets'
import { statusOf } from '@/lib/core/api-key'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { listSecrets as readSecrets } from '@/lib/db/secrets'
import { read } from '@/lib/operations/operation'

/** Only what the viewer may reveal: a secret's name can tell as much as its value. */
export const listSecrets = read({
  input: z.object({}),
  async run({ tx, actor, now }) {
    if (!may(actor, 'secret.list', {})) return fail('not_permitted')
    const reveals = (ownerId: (typeof rows)[number]['secret']['ownerId']) =>
      may(actor, 'secret.reveal', { secret: { ownerId, readers: [], managers: [] } })
    const rows = await readSecrets(tx, actor.organizationId)
    const view: SecretsView = {
      secrets: rows
        .filter(({ secret }) => reveals(secret.ownerId))
        .map(({ secret: { id, name, createdAt, changedAt, version }, owner, holds }) => ({
          id,
          name,
          owner,
          createdAt: createdAt.toISOString(),
          changedAt: changedAt.toISOString(),
          version,
          holds: holds
            ? { id: holds.key.id, name: holds.key.name, status: statusOf(holds.key, now), appName: holds.appName }
            : null,
          can: { reveal: true },
        })),
      can: { create: may(actor, 'secret.create', {}) },
      now: now.toISOString(),
    }
    return ok(view)
  },
})
