import { randomUUID } from 'node:crypto'
import { acceptAppOffer } from '@/lib/operations/accept-app-offer'
import { acceptOffer } from '@/lib/operations/accept-offer'
import { assignAppOwner } from '@/lib/operations/assign-app-owner'
import { declineOffer } from '@/lib/operations/decline-offer'
import { listHeirs } from '@/lib/operations/list-heirs'
import { listOffers } from '@/lib/operations/list-offers'
import { offerApiKeys } from '@/lib/operations/offer-api-keys'
import { offerApp } from '@/lib/operations/offer-app'
import { type Row, row } from '@/lib/operations/testing/role-matrix/row'
import type { Things } from '@/lib/operations/testing/role-matrix/things'
import { withdrawOffer } from '@/lib/operations/withdraw-offer'

const WHO_GOVERNS = 'yes yes no no no no'
const WHO_MANAGES = 'yes yes no yes no no'
/** The Developer is the one to whom it is offered; to others it is not there, whatever their role. */
const RECEIVER = 'no no no yes no no'
const NOT_THERE = { refusals: ['offer_not_found'] } as const

export function rowsOfHandOver({
  appOf,
  disownedAppOf,
  leftKeyOf,
  offeredKeyOf,
  offeredAppOf,
}: Things): readonly Row[] {
  return [
    row('see what is offered', 'yes yes yes yes yes yes', listOffers, () => ({})),
    row('see to whom an orphaned key can be offered', WHO_GOVERNS, listHeirs, async (org) => ({
      apiKeyIds: [await leftKeyOf(org)],
    })),
    row('see to whom an app can be offered', WHO_MANAGES, listHeirs, async (org) => ({ appId: (await appOf(org)).id })),
    row('offer an orphaned key', WHO_GOVERNS, offerApiKeys, async (org) => ({
      apiKeyIds: [await leftKeyOf(org)],
      toMembershipId: org.developer.membershipId,
    })),
    row('take an offer of a key back', WHO_GOVERNS, withdrawOffer, (org) => offeredKeyOf(org)),
    row(
      'accept a key',
      RECEIVER,
      acceptOffer,
      async (org) => ({ ...(await offeredKeyOf(org)), name: `taken over ${randomUUID()}`, expiration: '30d' }),
      NOT_THERE,
    ),
    row('decline a key', RECEIVER, declineOffer, (org) => offeredKeyOf(org), NOT_THERE),
    row('offer an app', WHO_MANAGES, offerApp, async (org) => ({
      appId: (await appOf(org)).id,
      toMembershipId: org.otherDeveloper.membershipId,
    })),
    row('take an offer of an app back', WHO_MANAGES, withdrawOffer, (org) =>
      offeredAppOf(org, 'developer', 'otherDeveloper'),
    ),
    row('accept an app', RECEIVER, acceptAppOffer, (org) => offeredAppOf(org, 'owner', 'developer'), NOT_THERE),
    row('decline an app', RECEIVER, declineOffer, (org) => offeredAppOf(org, 'owner', 'developer'), NOT_THERE),
    row('give an app without an owner one', WHO_GOVERNS, assignAppOwner, async (org) => ({
      appId: (await disownedAppOf(org)).id,
      toMembershipId: org.developer.membershipId,
    })),
  ]
}
