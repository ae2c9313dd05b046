import { z } from 'zod'
import { idOf } from '@/lib/contract/fields'
import { silenceOf } from '@/lib/core/gateway-silence'
import type { Happening } from '@/lib/core/happenings'
import { ok } from '@/lib/core/result'
import { endSilence, listGatewaysHeard, lockNotices, recordSilence } from '@/lib/db/notices'
import { accountOperation } from '@/lib/operations/operation'

/** Run by the worker every minute, for each organization. `listeningSeconds` is for how long it has been doing so without a break. */
export const tellOfSilentGateways = accountOperation({
  input: z.object({ organizationId: idOf('organization'), listeningSeconds: z.number().min(0) }),
  async run({ tx, now, tell }, { organizationId, listeningSeconds }) {
    await lockNotices(tx, organizationId, 'gateways')
    const watchedSince = new Date(now.getTime() - listeningSeconds * 1000)
    const happenings: Happening[] = []
    for (const { id, name, ...facts } of await listGatewaysHeard(tx, organizationId)) {
      const news = silenceOf(facts, watchedSince, now)
      const gateway = { id, name }
      if (news === 'fell_silent' && facts.heardAt) {
        await recordSilence(tx, organizationId, id, facts.heardAt, now)
        happenings.push({ kind: 'gateway_silent', facts: { gateway, since: facts.heardAt.toISOString() } })
      }
      if (news === 'is_back' || news === 'is_retired') await endSilence(tx, organizationId, id)
      if (news === 'is_back' && facts.silentSince && facts.heardAt)
        happenings.push({
          kind: 'gateway_back',
          facts: { gateway, since: facts.silentSince.toISOString(), at: facts.heardAt.toISOString() },
        })
    }
    await tell(organizationId, happenings)
    return ok({ told: happenings.length })
  },
})
