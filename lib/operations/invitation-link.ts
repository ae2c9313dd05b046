import { LIMITS } from '@/lib/core/limits'
import { randomToken, sha256 } from '@/lib/crypto/hashes'
import type { Settings } from '@/lib/operations/operation'

/** A new link for an invitation. What is stored is its hash: nobody can show it again. */
export function invitationLink({ publicUrl }: Settings, now: Date) {
  const token = randomToken('')
  return {
    tokenHash: sha256(token),
    url: `${publicUrl}/invitation?token=${token}`,
    expiresAt: new Date(now.getTime() + LIMITS.linkDays * 86_400_000),
  }
}
