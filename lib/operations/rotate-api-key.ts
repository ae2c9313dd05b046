import { RotateApiKeyInput } from '@/lib/contract/api-keys'
import { isMemberActor } from '@/lib/core/actor'
import { statusOf } from '@/lib/core/api-key'
import type { LoggedChange } from '@/lib/core/changes'
import { isLimited } from '@/lib/core/key-limits'
import { endingOf, replace, rotatable, successorOf, type WantedEnding } from '@/lib/core/key-rotation'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { findApiKey, lockApiKey } from '@/lib/db/api-keys'
import { lockApp } from '@/lib/db/apps'
import { getPolicy } from '@/lib/db/organizations'
import { lockSecret } from '@/lib/db/secrets'
import { issueToken } from '@/lib/operations/issue-token'
import { nextSecretVersions } from '@/lib/operations/next-secret-versions'
import { change } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'
import { endpointOf } from '@/lib/operations/views'
import { wantedExpiry } from '@/lib/operations/wanted-expiry'

/**
 * Puts a new key into another's place: the new one works at once, the old one until its ending, and secrets that held the old one hold the
 * new one. All of it is one transaction. The token leaves here once, as an IssuedKey.
 */
export const rotateApiKey = change({
  input: RotateApiKeyInput,
  /** Who answers for the key answers for the new one: whoever removes them waits, or was first. */
  async readsMemberships(tx, organizationId, { apiKeyId }) {
    const key = await findApiKey(tx, organizationId, apiKeyId)
    return key ? [key.ownerId] : []
  },
  async run(context, input) {
    const { tx, actor, now, commit, settings } = context
    const { organizationId } = actor
    // The app of a key never changes, and it is locked first.
    const known = await findApiKey(tx, organizationId, input.apiKeyId)
    const app = known && (await lockApp(tx, organizationId, known.appId))
    const key = app && (await lockApiKey(tx, organizationId, known.id))
    if (!key) return fail('api_key_not_found')
    if (!isMemberActor(actor) || !may(actor, 'api_key.manage', { key, status: statusOf(key, now) }))
      return fail('not_permitted')
    const allowed = rotatable(key, now)
    if (!allowed.ok) return allowed
    if (!app.providerEnabled) return fail('provider_off')
    const unknown = key.scopes.find((scope) => !app.scopes.includes(scope))
    if (unknown !== undefined) return fail('scope_unknown', { params: { scope: unknown } })
    const ending = endingOf(wantedEnding(input), key, now)
    if (!ending.ok) return ending
    const expiry = await wantedExpiry(tx, actor, input, await getPolicy(tx, organizationId), now)
    if (!expiry.ok) return expiry

    // The token needs a position, and that the head row: what is locked in between is locked before.
    for (const secretId of [...new Set(input.secretIds)].sort()) await lockSecret(tx, organizationId, secretId)
    const issued = await issueToken(context, app, { ...key, expiresAt: expiry.value })
    if (!issued.ok) return issued
    const { token, ...fresh } = issued.value
    const successor = successorOf(key, { ...fresh, hint: token.hint, expiresAt: expiry.value }, actor, now)
    const versions = await nextSecretVersions(context, input.secretIds, {
      replaced: key.id,
      apiKeyId: fresh.id,
      token: token.reveal(),
    })
    if (!versions.ok) return versions
    const replaced = replace(key, fresh.id, ending.value, actor, now)
    if (!replaced.ok) return replaced
    const { next } = replaced.value

    const { position } = fresh
    const { limits } = successor.key
    const limited: LoggedChange[] = isLimited(limits) ? [{ kind: 'key_limits', set: [{ position, limits }] }] : []
    // Last, since a receipt is asked by the last change: the new key has nothing to be confirmed.
    const stopped: LoggedChange = next.endsAt
      ? { kind: 'key_endings', set: [{ position: next.position, endsAt: next.endsAt.getTime() / 1000 }] }
      : statusChange([next], now)
    const seq = await commit({
      update: { apiKey: next },
      insert: { apiKey: successor.key, secretVersions: versions.value },
      event: replaced.value.event,
      furtherEvents: [successor.event, ...versions.value.map(({ event }) => event)],
      changes: [...limited, { kind: 'issued', below: position + 1 }, stopped],
    })
    return ok({
      id: fresh.id,
      name: successor.key.name,
      key: token,
      expiresAt: expiry.value?.toISOString() ?? null,
      appSlug: app.slug,
      app: { id: app.id, service: app.service, name: app.name, slug: app.slug, endpoint: endpointOf(app, settings) },
      replaced: {
        id: key.id,
        endsAt: (next.endsAt ?? now).toISOString(),
        revoked: next.revokedAt !== null,
        endsByExpiry: ending.value.byExpiry,
      },
      secrets: versions.value.map(({ secret: { id, name } }) => ({ id, name })),
      seq,
    })
  },
})

const wantedEnding = ({
  ending,
  endsAt,
}: {
  ending: WantedEnding['ending']
  endsAt?: string | undefined
}): WantedEnding => (ending === 'moment' ? { ending, at: new Date(endsAt ?? '') } : { ending })
