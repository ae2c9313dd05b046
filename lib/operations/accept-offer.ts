import { AcceptOfferInput } from '@/lib/contract/hand-over'
import { isMemberActor } from '@/lib/core/actor'
import { holdsPlace } from '@/lib/core/api-key'
import type { LoggedChange } from '@/lib/core/changes'
import { answerable, answered, takeableBy, takeOver } from '@/lib/core/hand-over'
import { isLimited } from '@/lib/core/key-limits'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { countServerKeys, countUserKeys, isNameHeld, lockApiKey, recordExpiries } from '@/lib/db/api-keys'
import { getPolicy } from '@/lib/db/organizations'
import { lockSecret } from '@/lib/db/secrets'
import { answerToTell } from '@/lib/operations/hand-over-happenings'
import { issueToken } from '@/lib/operations/issue-token'
import { lockOffer } from '@/lib/operations/locked-offer'
import { nextSecretVersions } from '@/lib/operations/next-secret-versions'
import { change } from '@/lib/operations/operation'
import { statusChange } from '@/lib/operations/status-change'
import { endpointOf } from '@/lib/operations/views'
import { wantedExpiry } from '@/lib/operations/wanted-expiry'

/**
 * Makes the new key of whom a key was offered to: it takes the old one's place, which is revoked, or goes on to its ending. All of it is one
 * transaction. The token leaves here once, as an IssuedKey, for the receiver and nobody else.
 */
export const acceptOffer = change({
  input: AcceptOfferInput,
  async run(context, input) {
    const { tx, actor, now, commit, settings } = context
    const { organizationId } = actor
    const locked = await lockOffer(tx, organizationId, input.offerId)
    // To everyone but its receiver it is not there.
    if (!locked?.key || !isMemberActor(actor) || locked.offer.toMembershipId !== actor.membershipId)
      return fail('offer_not_found')
    const { offer, app } = locked
    const open = answerable(offer, now)
    if (!open.ok) return open
    const taken = takeableBy(offer.toMembershipId, locked.key, app, now)
    if (!taken.ok) return taken
    if (!may(actor, 'api_key.create', { app, type: locked.key.type })) return fail('not_permitted')
    if (!app.providerEnabled) return fail('provider_off')
    const unknown = locked.key.scopes.find((scope) => !app.scopes.includes(scope))
    if (unknown !== undefined) return fail('scope_unknown', { params: { scope: unknown } })

    // Under the app's lock: names and places of keys that have expired by now are free, the old one's too.
    await recordExpiries(tx, organizationId, app.id, now)
    const key = (await lockApiKey(tx, organizationId, locked.key.id)) ?? locked.key
    const gives = holdsPlace(key)
    if (!(gives && key.name === input.name) && (await isNameHeld(tx, organizationId, app.id, input.name)))
      return fail('api_key_name_taken', { field: 'name', params: { name: input.name } })
    const policy = await getPolicy(tx, organizationId)
    const subject = key.type === 'server' ? app.serverUserId : actor.membershipId
    const inUse =
      key.type === 'server'
        ? await countServerKeys(tx, organizationId, app.id)
        : await countUserKeys(tx, organizationId, app.id, actor.membershipId)
    const limit = key.type === 'server' ? policy.serverKeysPerApp : policy.userKeysPerPerson
    if (inUse - (gives && key.subject === subject ? 1 : 0) >= limit)
      return fail(key.type === 'server' ? 'server_key_limit' : 'user_key_limit', { params: { limit } })
    const expiry = await wantedExpiry(tx, actor, input, policy, now)
    if (!expiry.ok) return expiry

    // The token needs a position, and that the head row: what is locked in between is locked before.
    for (const secretId of [...new Set(input.secretIds)].sort()) await lockSecret(tx, organizationId, secretId)
    const issued = await issueToken(context, app, { subject, scopes: key.scopes, expiresAt: expiry.value })
    if (!issued.ok) return issued
    const { token, ...fresh } = issued.value
    const versions = await nextSecretVersions(context, input.secretIds, {
      replaced: key.id,
      apiKeyId: fresh.id,
      token: token.reveal(),
    })
    if (!versions.ok) return versions
    const { next, successor, event, furtherEvent } = takeOver(
      { key, offer, name: input.name, subject },
      { ...fresh, hint: token.hint, expiresAt: expiry.value },
      actor,
      now,
    )

    const { position, limits } = successor
    const limited: LoggedChange[] = isLimited(limits) ? [{ kind: 'key_limits', set: [{ position, limits }] }] : []
    const stopped: LoggedChange[] = next.revokedAt && !key.revokedAt ? [statusChange([next], now)] : []
    await commit({
      update: { apiKey: next, offers: [answered(offer, 'accepted', now)] },
      insert: { apiKey: successor, secretVersions: versions.value },
      event,
      furtherEvents: [furtherEvent, ...versions.value.map((version) => version.event)],
      changes: [...limited, { kind: 'issued', below: position + 1 }, ...stopped],
      happenings: await answerToTell(context, { offer, app, key }, 'accepted', [offer.madeById]),
    })
    return ok({
      id: fresh.id,
      name: successor.name,
      key: token,
      expiresAt: expiry.value?.toISOString() ?? null,
      appSlug: app.slug,
      app: { id: app.id, service: app.service, name: app.name, slug: app.slug, endpoint: endpointOf(app, settings) },
      oldEndsAt: next.revokedAt ? null : (next.endsAt?.toISOString() ?? null),
      secrets: versions.value.map(({ secret: { id, name } }) => ({ id, name })),
    })
  },
})
