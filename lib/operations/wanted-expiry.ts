import { endOfDayIn } from '@/lib/contract/moments'
import type { MemberActor } from '@/lib/core/actor'
import { type Expiration, expiresAt } from '@/lib/core/expiration'
import type { OrganizationPolicy } from '@/lib/core/policy'
import type { Result } from '@/lib/core/result'
import type { Tx } from '@/lib/db/tx'
import { findUser } from '@/lib/db/users'

/** What a form asks for: so many days, a last day, or none. */
export interface WantedExpiration {
  readonly expiration: string
  readonly expirationDay?: string | undefined
}

/** When a new key is to expire, as its maker's time zone and the organization's policy have it. */
export async function wantedExpiry(
  tx: Tx,
  maker: MemberActor,
  wanted: WantedExpiration,
  policy: OrganizationPolicy,
  now: Date,
): Promise<Result<Date | null>> {
  const account = await findUser(tx, maker.userId)
  return expiresAt(expirationOf(wanted, account?.timeZone ?? 'UTC'), policy, now)
}

function expirationOf({ expiration, expirationDay }: WantedExpiration, timeZone: string): Expiration {
  if (expiration === 'none') return { kind: 'none' }
  if (expiration === 'custom') return { kind: 'moment', at: endOfDayIn(expirationDay ?? '', timeZone) }
  return { kind: 'preset', preset: expiration as Extract<Expiration, { kind: 'preset' }>['preset'] }
}
