import { ChooseChannelsInput } from '@/lib/contract/notifications'
import { CHANNELS, type ChannelChoices, canTellBy, HAPPENING_KINDS, tellsBy } from '@/lib/core/happenings'
import { may } from '@/lib/core/permissions'
import { fail, ok } from '@/lib/core/result'
import { readOrganizationChoices } from '@/lib/db/channel-choices'
import { lockChoices, saveOrganizationChoices } from '@/lib/db/notifications'
import { change } from '@/lib/operations/operation'

/** An Owner decides of what the organization tells, and how. Only what differs from the presets is kept, so a preset that changes later counts. */
export const chooseChannels = change({
  input: ChooseChannelsInput,
  async run({ tx, actor, commit }, { on }) {
    if (!may(actor, 'organization.manage', {})) return fail('not_permitted')
    const { organizationId } = actor
    await lockChoices(tx, organizationId)
    const before = await readOrganizationChoices(tx, organizationId)
    const wanted = HAPPENING_KINDS.flatMap((kind) =>
      CHANNELS.filter((channel) => canTellBy(kind, channel)).map((channel) => ({
        kind,
        channel,
        enabled: on.some((each) => each.kind === kind && each.channel === channel),
      })),
    )
    const chosen = wanted.filter(({ kind, channel, enabled }) => enabled !== tellsBy(kind, channel, {}))
    await saveOrganizationChoices(tx, organizationId, chosen)
    const named = (choices: ChannelChoices) =>
      wanted
        .filter(({ kind, channel }) => tellsBy(kind, channel, choices))
        .map(({ kind, channel }) => `${kind}:${channel}`)
    await commit({
      event: {
        type: 'organization.channels_chosen',
        before: { on: named(before) },
        after: { on: wanted.filter(({ enabled }) => enabled).map(({ kind, channel }) => `${kind}:${channel}`) },
      },
    })
    return ok({ chosen: chosen.length })
  },
})
