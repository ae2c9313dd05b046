import { RevealSecretInput } from '@/lib/contract/secrets'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { isGone } from '@/lib/core/secret'
import { open, openedText } from '@/lib/crypto/sealing'
import { findSecret, findSecretVersion } from '@/lib/db/secrets'
import { change } from '@/lib/operations/operation'

/** Shows the value of a version, and writes down that it was shown; a denied attempt is written down too. */
export const revealSecret = change({
  input: RevealSecretInput,
  async run({ tx, actor, now, keks, commit }, { secretId, version: wanted }) {
    const secret = await findSecret(tx, actor.organizationId, secretId)
    if (!secret || isGone(secret, now)) return fail('secret_not_found')
    const number = wanted ?? secret.version
    if (!may(actor, 'secret.reveal', { secret })) {
      return {
        ...fail('not_permitted'),
        remember: { type: 'secret.reveal_denied', secretId, after: { version: number } },
      }
    }
    if (secret.deletedAt) return fail('secret_deleted')
    const version = await findSecretVersion(tx, secret, number)
    if (!version) return fail('secret_version_not_found', { params: { version: number } })
    const belongsTo = { organization: secret.organizationId, secret: secretId, version: number }
    const opened = await open(version.sealed, belongsTo, keks)
    if (!opened.ok) return fail('secret_not_readable')
    await commit({ event: { type: 'secret.revealed', secretId, after: { version: number } } })
    return ok({ value: openedText(opened.content), version: number })
  },
})
