import { z } from 'zod'
import {
  type ApiKeyView,
  expiration,
  type IssuedApiKeyView,
  type MemberView,
  withLastDay,
} from '@/lib/contract/api-keys'
import type { CallableApp } from '@/lib/contract/callable-app'
import { givenName, idOf } from '@/lib/contract/fields'
import type { ApiKeyId, AppId, OfferId, SecretId } from '@/lib/core/identifiers'
import { LIMITS } from '@/lib/core/limits'
import type { Service } from '@/lib/core/services'

const toMembershipId = idOf('membership', 'Choose a member.')

/** One key or several, to one member. A key that is named twice is offered once. */
export const OfferApiKeysInput = z.object({
  apiKeyIds: z
    .array(idOf('apiKey'))
    .min(1, 'Choose at least one key.')
    .max(LIMITS.offersAtOnce, `At most ${LIMITS.offersAtOnce} keys at once.`)
    .transform((ids) => [...new Set(ids)]),
  toMembershipId,
})

export const OfferAppInput = z.object({ appId: idOf('app'), toMembershipId })

export const AssignAppOwnerInput = z.object({ appId: idOf('app'), toMembershipId })

export const OfferInput = z.object({ offerId: idOf('offer') })

export const AcceptOfferInput = withLastDay(
  z.object({
    offerId: idOf('offer'),
    /** The old key's, unless another live key has it by now. */
    name: givenName('a name for the key'),
    /** Of the new key, as in `CreateApiKeyInput`. */
    ...expiration,
    /** Secrets that hold the old key, which get the new one as their next version. */
    secretIds: z.array(idOf('secret')).max(100).default([]),
  }),
)

/** For whom something can be offered: keys, which must all be theirs to take, or an app. */
export const ListHeirsInput = z.union([
  z.object({ apiKeyIds: z.array(idOf('apiKey')).min(1).max(LIMITS.offersAtOnce) }),
  z.object({ appId: idOf('app') }),
])

/** Someone who may take over what was asked about. */
export interface HeirView extends Pick<MemberView, 'id' | 'name' | 'role'> {
  readonly email: string
}

/** What came of each key: the offers that were made, and why the others were not. */
export interface OffersMadeView {
  readonly offered: readonly ApiKeyId[]
  readonly refused: readonly { readonly apiKeyId: ApiKeyId; readonly why: string }[]
  readonly to: string
}

/** An offer that nobody has answered. Moments are RFC 3339. */
export interface OfferView {
  readonly id: OfferId
  readonly app: {
    readonly id: AppId
    readonly name: string
    readonly slug: string
    readonly service: Service
  }
  /** Null when the app itself is offered. */
  readonly apiKey: ApiKeyView | null
  readonly to: string
  /** Who made it; null for the operator. */
  readonly by: string | null
  /** Who answered for it until then; null for an app without an owner. */
  readonly from: string | null
  readonly madeAt: string
  readonly expiresAt: string
  /** Why it can't be accepted now, in a sentence; null when it can. */
  readonly obstacle: string | null
  readonly can: { readonly answer: boolean; readonly withdraw: boolean }
}

export interface OffersView {
  /** To the viewer, the newest first. */
  readonly received: readonly OfferView[]
  /** To others, where the viewer may withdraw them: those that expire first come first, at most 200. */
  readonly made: readonly OfferView[]
  readonly now: string
}

/** What `acceptOffer` answers: the new key's token, this once, and what became of the old one. */
export interface TakenOverView extends IssuedApiKeyView {
  readonly app: CallableApp
  /** When the old key stops, if it was left with a countdown that runs; null when it works no more. */
  readonly oldEndsAt: string | null
  /** Those that hold the new key now. */
  readonly secrets: readonly { readonly id: SecretId; readonly name: string }[]
}
