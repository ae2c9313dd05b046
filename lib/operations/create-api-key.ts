import { CreateApiKeyInput } from '@/lib/contract/api-keys'
import { endOfDayIn } from '@/lib/contract/moments'
import { isMemberActor } from '@/lib/core/actor'
import type { ApiKey } from '@/lib/core/api-key'
import { type KeyClaims, statusReference } from '@/lib/core/claims'
import { type Expiration, expiresAt } from '@/lib/core/expiration'
import { isLimited } from '@/lib/core/key-limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { signKey } from '@/lib/crypto/issue-key'
import { countServerKeys, countUserKeys, isNameHeld, recordExpiries } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { takePosition } from '@/lib/db/feed'
import { getOrganization, getPolicy } from '@/lib/db/organizations'
import { findUser } from '@/lib/db/users'
import { change } from '@/lib/operations/operation'
import { openSigningKey } from '@/lib/operations/signing-key'

/** Makes a key and its token. The token leaves here once, as an IssuedKey, and is kept nowhere. */
export const createApiKey = change({
  input: CreateApiKeyInput,
  async run({ tx, actor, now, newId, keks, commit }, input) {
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
    const account = await findUser(tx, actor.userId)
    const expiry = expiresAt(expirationOf(input, account?.timeZone ?? 'UTC'), policy, now)
    if (!expiry.ok) return expiry

    const signingKey = await openSigningKey(tx, organizationId, 'api_key', keks)
    if (!signingKey.ok) return signingKey
    const { issuer } = await getOrganization(tx, organizationId)
    const position = await takePosition(tx, organizationId)
    const id = newId('apiKey')
    const subject = input.type === 'server' ? app.serverUserId : actor.membershipId
    const claims: KeyClaims = {
      iss: issuer,
      aud: app.id,
      sub: subject,
      jti: id,
      iat: Math.floor(now.getTime() / 1000),
      ...(expiry.value ? { exp: expiry.value.getTime() / 1000 } : {}),
      scope: scopes.join(' '),
      org: organizationId,
      env: app.environment,
      status: statusReference(issuer, position),
    }
    const issued = await signKey(claims, signingKey.value)
    if (!issued.ok) return issued
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
      signingKeyId: signingKey.value.kid,
      hint: issued.value.hint,
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
    })
    return ok({ id, name, key: issued.value, expiresAt: expiry.value?.toISOString() ?? null, appSlug: app.slug })
  },
})

function expirationOf(
  { expiration, expirationDay }: { expiration: string; expirationDay?: string | undefined },
  timeZone: string,
): Expiration {
  if (expiration === 'none') return { kind: 'none' }
  if (expiration === 'custom') return { kind: 'moment', at: endOfDayIn(expirationDay ?? '', timeZone) }
  return { kind: 'preset', preset: expiration as Extract<Expiration, { kind: 'preset' }>['preset'] }
}
