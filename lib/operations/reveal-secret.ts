import { SecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { open, openedText } from '@/lib/crypto/sealing'
import { findSecret, getSecretVersion } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** Shows a value, and writes down that it was shown; a denied attempt is written down too. */
export const revealSecret = change({
  input: SecretInput,
  async run({ tx, actor, keks, commit }, { secretId }) {
    const secret = await findSecret(tx, actor.organizationId, secretId)
    if (!secret) return fail('secret_not_found')
    if (!may(actor, 'secret.reveal', { secret: { ownerId: secret.ownerId, readers: [], managers: [] } })) {
      return { ...fail('not_permitted'), remember: { type: 'secret.reveal_denied', secretId } }
    }
    const { organizationId, id, version } = secret
    const opened = await open(
      (await getSecretVersion(tx, secret)).sealed,
      { organization: organizationId, secret: id, version },
      keks,
    )
    if (!opened.ok) return fail('secret_not_readable')
    await commit({ event: { type: 'secret.revealed', secretId, after: { version } } })
    return ok({ value: openedText(opened.content) })
  },
})
