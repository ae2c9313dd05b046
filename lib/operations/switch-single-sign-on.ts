import { SwitchSingleSignOnInput } from '@/lib/contract/identity-provider'
import { endsSessions } from '@/lib/core/identity-provider'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { lockIdentityProvider } from '@/lib/db/identity-providers'
import { countActiveOwners, countOwnersWithPassword } from '@/lib/db/memberships'
import { endSessionsOfProvider } from '@/lib/db/sessions'
import { change } from '@/lib/operations/operation'

/** On or off, required or not. Off ends every session that the provider has vouched for, in the same transaction. */
export const switchSingleSignOn = change({
  input: SwitchSingleSignOnInput,
  async run({ tx, actor, now, commit }, { enabled, required }) {
    const { organizationId } = actor
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const before = await lockIdentityProvider(tx, organizationId, 'update')
    if (!before) return fail('identity_provider_not_found')
    if (required && !enabled) return fail('sso_required_needs_enabled')
    if (before.enabled === enabled && before.required === required) return fail('sso_unchanged')
    // Counted where whoever takes an Owner away counts them too, so that of the two the second sees the first.
    if (required && !before.required) {
      await countActiveOwners(tx, organizationId, { lock: true })
      if ((await countOwnersWithPassword(tx, organizationId)) < 1) return fail('sso_owner_needs_password')
    }
    const next = { ...before, enabled, required, changedAt: now }
    const endedSessions = endsSessions(before, next)
      ? await endSessionsOfProvider(tx, organizationId, before.id, now)
      : 0
    await commit({
      update: { identityProvider: next },
      event: {
        type: 'identity_provider.switched',
        before: { enabled: before.enabled, required: before.required },
        after: { enabled, required, endedSessions },
      },
    })
    return ok({ endedSessions })
  },
})
