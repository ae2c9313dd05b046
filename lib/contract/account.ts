import { z } from 'zod'
import { organizationSlug } from '@/lib/contract/accounts'
import { givenName, givenPassword, idOf, newPassword, timeZone } from '@/lib/contract/fields'
import type { SessionId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'

/** Whose account: the session of the request. What a browser sends under that name is not listened to. */
export const OwnSessionInput = z.object({ sessionId: idOf('session').optional() })

export const ChangeAccountInput = OwnSessionInput.extend({ name: givenName('your name'), timeZone })

export const ChangePasswordInput = OwnSessionInput.extend({ current: givenPassword, password: newPassword })

export const EndOwnSessionInput = OwnSessionInput.extend({ endedId: idOf('session') })

export const DisconnectInput = OwnSessionInput.extend({ organization: organizationSlug })

/** How one stands with the provider of one organization. */
export interface OwnConnectionView {
  readonly organization: { readonly name: string; readonly slug: string }
  /** What the provider's button says, and the host of its issuer. */
  readonly provider: string
  readonly host: string
  /** RFC 3339; null while the account is not connected. */
  readonly connectedAt: string | null
  /** The session that asks came by it, and would end with it. */
  readonly current: boolean
  /** The account’s password opens the organization too. */
  readonly byPassword: boolean
  readonly can: { readonly connect: boolean; readonly disconnect: boolean }
}

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
  /** Of the organizations that have single sign-on switched on. */
  readonly connections: readonly OwnConnectionView[]
  /** The newest first. */
  readonly sessions: readonly OwnSessionView[]
  readonly can: {
    /** Not with a session that an organization's provider vouched for, when there is a password too: that one is the person's own. */
    readonly change: boolean
    readonly changePassword: boolean
  }
  readonly now: string
}
