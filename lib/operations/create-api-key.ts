import { CreateApiKeyInput } from '@/lib/contract/api-keys'
import { isMemberActor } from '@/lib/core/actor'
import type { ApiKey } from '@/lib/core/api-key'
import { namedApp } from '@/lib/core/happenings'
import { isLimited } from '@/lib/core/key-limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { countServerKeys, countUserKeys, isNameHeld, recordExpiries } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { getPolicy } from '@/lib/db/organizations'
import { actorNamed } from '@/lib/operations/actor-named'
import { issueToken } from '@/lib/operations/issue-token'
import { change } from '@/lib/operations/operation'
import { wantedExpiry } from '@/lib/operations/wanted-expiry'

/** Makes a key and its token. The token leaves here once, as an IssuedKey, and is kept nowhere. */
export const createApiKey = change({
  input: CreateApiKeyInput,
  async run(context, input) {
    const { tx, actor, now, commit } = context
    const { organizationId } = actor
    const app = await lockApp(tx, organizationId, input.appId)
    if (!app) return fail('app_not_found')
    if (!isMemberActor(actor) || !may(actor, 'api_key.create', { app, type: input.type })) return fail('not_permitted')
    if (app.deletedAt) return fail('app_deleted')
    if (!app.providerEnabled) return fail('provider_off')

    const scopes = [...new Set(input.scopes)]
    const unknown = scopes.find((scope) => !app.scopes.includes(scope))
    if (unknown !== undefined) return fail('scope_unknown', { field: 'scopes', params: { scope: unknown } })

    // Under the app's lock: names and places of keys that have expired by now are free.
    await recordExpiries(tx, organizationId, app.id, now)
    if (await isNameHeld(tx, organizationId, app.id, input.name)) {
      return fail('api_key_name_taken', { field: 'name', params: { name: input.name } })
    }
    const policy = await getPolicy(tx, organizationId)
    if (input.type === 'server' && (await countServerKeys(tx, organizationId, app.id)) >= policy.serverKeysPerApp) {
      return fail('server_key_limit', { field: 'type', params: { limit: policy.serverKeysPerApp } })
    }
    if (
      input.type === 'user' &&
      (await countUserKeys(tx, organizationId, app.id, actor.membershipId)) >= policy.userKeysPerPerson
    ) {
      return fail('user_key_limit', { field: 'type', params: { limit: policy.userKeysPerPerson } })
    }
    const expiry = await wantedExpiry(tx, actor, input, policy, now)
    if (!expiry.ok) return expiry

    const subject = input.type === 'server' ? app.serverUserId : actor.membershipId
    const issued = await issueToken(context, app, { subject, scopes, expiresAt: expiry.value })
    if (!issued.ok) return issued
    const { id, position, signingKeyId, token } = issued.value
    const key: ApiKey = {
      id,
      organizationId,
      appId: app.id,
      ownerId: actor.membershipId,
      type: input.type,
      subject,
      name: input.name,
      note: null,
      scopes,
      limits: input.limits,
      position,
      signingKeyId,
      hint: token.hint,
      createdAt: now,
      createdById: actor.membershipId,
      expiresAt: expiry.value,
      endsAt: null,
      disabledAt: null,
      disabledById: null,
      revokedAt: null,
      revokedById: null,
      revocationReason: null,
      departureId: null,
      appDeletedAt: null,
      expiryRecordedAt: null,
      successorId: null,
      handedOverFromId: null,
    }
    const { name, type, limits } = key
    await commit({
      insert: { apiKey: key },
      event: {
        type: 'api_key.created',
        appId: app.id,
        apiKeyId: id,
        after: { name, type, scopes, limits, expiresAt: expiry.value, position },
      },
      changes: [
        // First: no gateway may take the key for an unlimited one, not even between two changes.
        ...(isLimited(limits) ? [{ kind: 'key_limits', set: [{ position, limits }] } as const] : []),
        { kind: 'issued', below: position + 1 },
      ],
      happenings: [
        {
          kind: 'api_key_created',
          facts: {
            key: { id, name, hint: key.hint, type, app: namedApp(app) },
            by: await actorNamed(tx, actor),
          },
        },
      ],
    })
    return ok({ id, name, key: token, expiresAt: expiry.value?.toISOString() ?? null, appSlug: app.slug })
  },
})
