import { IdentityProviderSettings } from '@/lib/contract/identity-provider'
import { endsSessions, type IdentityProvider } from '@/lib/core/identity-provider'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { seal } from '@/lib/crypto/sealing'
import { lockIdentityProvider, lockSettingUp } from '@/lib/db/identity-providers'
import { endSessionsOfProvider } from '@/lib/db/sessions'
import { change } from '@/lib/operations/operation'

/**
 * Sets single sign-on up, or changes it, with what the provider's discovery document has confirmed before. What was set up is off until it is
 * switched on. Another issuer or client ends the sessions that the one before has vouched for.
 */
export const saveIdentityProvider = change({
  input: IdentityProviderSettings,
  async run({ tx, actor, now, newId, keks, commit }, input) {
    const { organizationId } = actor
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    await lockSettingUp(tx, organizationId)
    const before = await lockIdentityProvider(tx, organizationId, 'update')
    const seen = input.changedAt === null ? null : new Date(input.changedAt).getTime()
    if ((before?.changedAt.getTime() ?? null) !== seen) return fail('identity_provider_changed_meanwhile')
    const { name, issuer, clientId, clientSecret, publicClient, domains, defaultRole } = input
    // Kept for the one it was entered for: with another issuer it would be sent to somebody else.
    const sameClient = before?.issuer === issuer && before.clientId === clientId
    if (before?.sealedClientSecret && !publicClient && clientSecret === '' && !sameClient)
      return fail('client_secret_needed', { field: 'clientSecret' })
    const id = before?.id ?? newId('identityProvider')
    const kept = before?.sealedClientSecret ?? null
    const sealedClientSecret = publicClient
      ? null
      : clientSecret === ''
        ? kept
        : await seal(clientSecret, { organization: organizationId, identity_provider: id }, keks)
    const next: IdentityProvider = {
      id,
      organizationId,
      name,
      issuer,
      clientId,
      sealedClientSecret,
      domains,
      defaultRole,
      enabled: before?.enabled ?? false,
      required: before?.required ?? false,
      createdAt: before?.createdAt ?? now,
      changedAt: now,
    }
    const endedSessions =
      before && endsSessions(before, next) ? await endSessionsOfProvider(tx, organizationId, id, now) : 0
    await commit({
      ...(before ? { update: { identityProvider: next } } : { insert: { identityProvider: next } }),
      event: {
        type: before ? 'identity_provider.changed' : 'identity_provider.set_up',
        ...(before ? { before: factsOf(before) } : {}),
        after: { ...factsOf(next), newSecret: !publicClient && clientSecret !== '', endedSessions },
      },
    })
    return ok({ endedSessions })
  },
})

const factsOf = ({ name, issuer, clientId, sealedClientSecret, domains, defaultRole }: IdentityProvider) => ({
  name,
  issuer,
  clientId,
  hasSecret: sealedClientSecret !== null,
  domains,
  defaultRole,
})
