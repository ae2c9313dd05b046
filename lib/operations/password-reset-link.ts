import { LIMITS } from '@/lib/core/limits'
import { randomToken, sha256 } from '@/lib/crypto/hashes'
import { consumeOpenLinks, insertLink } from '@/lib/db/sessions'
import type { User } from '@/lib/db/users'
import type { AccountContext } from '@/lib/operations/operation'
import { recordForEveryOrganization } from '@/lib/operations/start-session'

/** A new link, by which those before are worth nothing. What is stored is its hash, and every organization of the person has the event. */
export async function passwordResetLink(context: AccountContext, { id: userId }: User) {
  const { tx, now, newId, settings } = context
  const token = randomToken('')
  await consumeOpenLinks(tx, 'password_reset', userId, now)
  const expiresAt = new Date(now.getTime() + LIMITS.linkDays * 86_400_000)
  await insertLink(tx, { id: newId('link'), purpose: 'password_reset', userId, expiresAt }, sha256(token), now)
  await recordForEveryOrganization(context, userId, { type: 'password.reset_requested', userId })
  return { url: `${settings.publicUrl}/reset-password?token=${token}`, expiresAt }
}
