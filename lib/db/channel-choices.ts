import { CHANNELS, type Channel, type ChannelChoices, HAPPENINGS, type HappeningKind } from '@/lib/core/happenings'
import type { OrganizationId } from '@/lib/core/identifiers'
import { clientOf, type Tx } from '@/lib/db/tx'

/** What the organization chose otherwise than the presets. */
export async function readOrganizationChoices(tx: Tx, organizationId: OrganizationId): Promise<ChannelChoices> {
  return choicesOf(await clientOf(tx).organizationChannel.findMany({ where: { organizationId } }))
}

/** Rows of kinds and channels that this version does not know are passed over: a newer one wrote them. */
export function choicesOf(
  rows: readonly { readonly kind: string; readonly channel: string; readonly enabled: boolean }[],
): ChannelChoices {
  const choices: { [K in HappeningKind]?: { [C in Channel]?: boolean } } = {}
  for (const { kind, channel, enabled } of rows) {
    if (!Object.hasOwn(HAPPENINGS, kind) || !CHANNELS.includes(channel as Channel)) continue
    choices[kind as HappeningKind] = { ...choices[kind as HappeningKind], [channel]: enabled }
  }
  return choices
}
