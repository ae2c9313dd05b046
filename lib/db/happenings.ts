import {
  type ChannelChoices,
  type DeliveryChannel,
  HAPPENINGS,
  type Happening,
  type PossibleRecipient,
  type ToldHappening,
  toldBy,
} from '@/lib/core/happenings'
import type { HappeningId, MembershipId, NewId, OrganizationId } from '@/lib/core/identifiers'
import type { Role } from '@/lib/core/roles'
import { TYPE_OF_HAPPENING } from '@/lib/core/webhook-messages'
import { choicesOf, readOrganizationChoices } from '@/lib/db/channel-choices'
import { insertDeliveries, type NewDelivery } from '@/lib/db/deliveries'
import { Prisma } from '@/lib/db/generated/client'
import { clientOf, type Tx } from '@/lib/db/tx'
import { listEndpointsToldOf } from '@/lib/db/webhooks'

/** What telling stands on, beside the happening itself. */
export interface TellingContext {
  readonly organizationId: OrganizationId
  readonly newId: NewId
  readonly now: Date
  /** Whether the operator has set up mail. */
  readonly sendsMail: boolean
}

/** Everything that a channel may decide by. */
interface Telling extends TellingContext {
  readonly happening: ToldHappening
  readonly members: readonly PossibleRecipient[]
  readonly choices: ChannelChoices
}

/** For whom a happening is delivered by each channel that leaves the portal. A channel more is an entry more. */
const RECIPIENTS: {
  readonly [C in DeliveryChannel]: (tx: Tx, telling: Telling) => Promise<readonly Omit<NewDelivery, 'id' | 'channel'>[]>
} = {
  email: async (_tx, { sendsMail, happening, members, choices }) =>
    sendsMail ? toldBy('email', happening, members, choices).map((membershipId) => ({ membershipId })) : [],
  webhook: async (tx, { organizationId, happening }) => {
    const type = TYPE_OF_HAPPENING[happening.kind]
    const endpoints = type ? await listEndpointsToldOf(tx, organizationId, type) : []
    return endpoints.map((webhookEndpointId) => ({ membershipId: null, webhookEndpointId }))
  },
}

/**
 * Tells of what happened, in the transaction in which it did: the happening, who has it in their bell, a delivery for each recipient and
 * channel, and a job that sends each. Called before the head row is taken. What nobody wants to know leaves nothing behind.
 */
export async function tell(tx: Tx, context: TellingContext, happenings: readonly Happening[]): Promise<void> {
  if (happenings.length === 0) return
  const { organizationId, newId, now } = context
  const choices = await readOrganizationChoices(tx, organizationId)
  const members = await listPossibleRecipients(tx, organizationId, happenings)
  for (const each of happenings) {
    const happening: ToldHappening = { ...each, id: newId('happening'), at: now }
    const telling = { ...context, happening, members, choices }
    const bell = toldBy('bell', happening, members, choices)
    const deliveries: NewDelivery[] = []
    for (const [channel, recipientsOf] of Object.entries(RECIPIENTS))
      for (const recipient of await recipientsOf(tx, telling))
        deliveries.push({ id: newId('delivery'), channel: channel as DeliveryChannel, ...recipient })
    if (bell.length + deliveries.length === 0) continue
    if (!(await insertHappening(tx, organizationId, happening))) continue
    await insertNotifications(tx, organizationId, happening.id, bell)
    await insertDeliveries(tx, { organizationId, happeningId: happening.id, now }, deliveries)
  }
}

/** False when it was told before, by the name that it is told once by. */
async function insertHappening(tx: Tx, organizationId: OrganizationId, happening: ToldHappening): Promise<boolean> {
  const { id, kind, at, facts, once = null } = happening
  const inserted = await clientOf(tx).$executeRaw`
    insert into "happening" ("id", "organization_id", "kind", "at", "facts", "once")
    values (${id}, ${organizationId}, ${kind}, ${at}, ${JSON.stringify(facts)}::jsonb, ${once}) on conflict ("organization_id", "once") do nothing`
  return inserted > 0
}

async function insertNotifications(
  tx: Tx,
  organizationId: OrganizationId,
  happeningId: HappeningId,
  membershipIds: readonly MembershipId[],
): Promise<void> {
  if (membershipIds.length === 0) return
  // In one order: whoever tells the same people at the same time waits, and never in a circle.
  await clientOf(tx).notification.createMany({
    data: [...membershipIds].sort().map((membershipId) => ({ organizationId, membershipId, happeningId })),
  })
}

/** Active members whom one of these could be told to: who governs, and who is named. */
async function listPossibleRecipients(
  tx: Tx,
  organizationId: OrganizationId,
  happenings: readonly Happening[],
): Promise<PossibleRecipient[]> {
  const named = happenings.flatMap(({ recipients = [] }) => recipients)
  const byRole = happenings.some(({ kind }) => HAPPENINGS[kind].to !== 'named')
  const roles = byRole ? Prisma.sql`m."role" in ('owner', 'aura_owner') or` : Prisma.empty
  const rows = await clientOf(tx).$queryRaw<
    { id: MembershipId; role: Role; chosen: { kind: string; channel: string; enabled: boolean }[] | null }[]
  >`
    select m."id", m."role"::text as "role",
      (select jsonb_agg(jsonb_build_object('kind', c."kind", 'channel', c."channel", 'enabled', c."enabled"))
         from "membership_channel" c where c."membership_id" = m."id") as "chosen"
    from "membership" m where m."organization_id" = ${organizationId} and m."state" = 'active' and (${roles} m."id" = any (${named}))
    order by m."id"`
  return rows.map(({ id, role, chosen }) => ({ membershipId: id, role, choices: choicesOf(chosen ?? []) }))
}
