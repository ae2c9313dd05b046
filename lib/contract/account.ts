import { z } from 'zod'
import { givenName, givenPassword, idOf, newPassword, timeZone } from '@/lib/contract/fields'
import type { SessionId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'

/** Whose account: the session of the request. What a browser sends under that name is not listened to. */
export const OwnSessionInput = z.object({ sessionId: idOf('session').optional() })

export const ChangeAccountInput = OwnSessionInput.extend({ name: givenName('your name'), timeZone })

export const ChangePasswordInput = OwnSessionInput.extend({ current: givenPassword, password: newPassword })

export const EndOwnSessionInput = OwnSessionInput.extend({ endedId: idOf('session') })

export interface OwnSessionView {
  readonly id: SessionId
  /** The one that asks. */
  readonly current: boolean
  readonly address: string | null
  readonly agent: string | null
  readonly startedAt: string
  readonly lastSeenAt: string
  /** The organization whose single sign-on began it, which is the only one that it opens. */
  readonly singleSignOnOf: string | null
}

/** One person's account, which belongs to no organization. */
export interface AccountView {
  readonly name: string
  readonly email: string
  readonly timeZone: string
  readonly organizations: readonly { readonly name: string; readonly slug: string; readonly role: Role }[]
  /** The newest first. */
  readonly sessions: readonly OwnSessionView[]
  readonly can: {
    /** Not with a session that an organization's provider vouched for, when there is a password too: that one is the person's own. */
    readonly change: boolean
    readonly changePassword: boolean
  }
  readonly now: string
}
