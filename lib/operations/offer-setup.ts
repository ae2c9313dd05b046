import { z } from 'zod'
import { LIMITS } from '@/lib/core/limits'
import { ok } from '@/lib/core/result'
import { randomToken, sha256 } from '@/lib/crypto/hashes'
import { listOrganizations, lockSetup } from '@/lib/db/organizations'
import { consumeOpenLinks, insertLink } from '@/lib/db/sessions'
import { accountOperation } from '@/lib/operations/operation'

interface Offer {
  readonly url: string | null
}

/** A link to set the portal up, while there is no organization; a newer one puts the older out of use. Null when it is set up. */
export const offerSetup = accountOperation({
  input: z.object({}),
  async run({ tx, now, newId, settings }) {
    await lockSetup(tx)
    if ((await listOrganizations(tx)).length > 0) return ok<Offer>({ url: null })
    const token = randomToken('')
    await consumeOpenLinks(tx, 'setup', null, now)
    const expiresAt = new Date(now.getTime() + LIMITS.setupLinkHours * 3_600_000)
    await insertLink(tx, { id: newId('link'), purpose: 'setup', userId: null, expiresAt }, sha256(token), now)
    return ok<Offer>({ url: `${settings.publicUrl}/setup?token=${token}` })
  },
})
