import type { ApiKey } from '@/lib/core/api-key'
import type { App } from '@/lib/core/app'
import type { Offer, OfferAnswer } from '@/lib/core/hand-over'
import { type Happening, listKeys, type NamedKey, namedApp } from '@/lib/core/happenings'
import type { MembershipId } from '@/lib/core/identifiers'
import { actorNamed } from '@/lib/operations/actor-named'
import type { OperationContext, People } from '@/lib/operations/operation'

/** An offer with what it is of: a key of the app, or the app itself. */
export interface OfferedThing {
  readonly offer: Offer
  readonly app: App
  readonly key: ApiKey | null
}

/** One message for each receiver, whatever they are offered at once. Who offers something to themselves knows. */
export async function offersToTell(
  context: OperationContext<People>,
  things: readonly OfferedThing[],
): Promise<readonly Happening[]> {
  const by = await actorNamed(context.tx, context.actor)
  const receivers = [...new Set(things.map(({ offer }) => offer.toMembershipId))].filter((id) => id !== by?.id)
  return receivers.flatMap((receiver) => {
    const theirs = things.filter(({ offer }) => offer.toMembershipId === receiver)
    const [first] = theirs
    if (!first) return []
    return {
      kind: 'hand_over_offered',
      facts: {
        by,
        keys: listKeys(theirs.flatMap(namedKey)),
        app: first.key ? null : namedApp(first.app),
        until: first.offer.expiresAt.toISOString(),
      },
      recipients: [receiver],
    }
  })
}

/** What came of an offer, for those who wait for it; whoever answered knows. */
export async function answerToTell(
  context: OperationContext<People>,
  thing: OfferedThing,
  answer: Exclude<OfferAnswer, 'lapsed'>,
  recipients: readonly (MembershipId | null)[],
): Promise<readonly Happening[]> {
  const by = await actorNamed(context.tx, context.actor)
  const waiting = [...new Set(recipients)].filter((id) => id !== null && id !== by?.id)
  if (waiting.length === 0) return []
  return [
    {
      kind: 'hand_over_answered',
      facts: { answer, by, keys: listKeys(namedKey(thing)), app: thing.key ? null : namedApp(thing.app) },
      recipients: waiting as readonly MembershipId[],
    },
  ]
}

const namedKey = ({ key, app }: OfferedThing): readonly NamedKey[] =>
  key ? [{ id: key.id, name: key.name, hint: key.hint, type: key.type, app: namedApp(app) }] : []
