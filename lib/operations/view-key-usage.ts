import { KeyUsageInput, type KeyUsageView } from '@/lib/contract/usage'
import { fail, ok } from '@/lib/core/result'
import type { Verdict } from '@/lib/core/verdicts'
import { findApiKey } from '@/lib/db/api-keys'
import { listCallers, listRequests } from '@/lib/db/usage'
import { read } from '@/lib/operations/operation'
import { usageSeries } from '@/lib/operations/usage-series'

const SHOWN_REQUESTS = 100

/** How a key is used, by whom, and its last requests; of a dead one, the attempts after its death. */
export const viewKeyUsage = read({
  input: KeyUsageInput,
  async run({ tx, actor: { organizationId }, now }, { apiKeyId, range }) {
    if (!(await findApiKey(tx, organizationId, apiKeyId))) return fail('api_key_not_found')
    const callers = await listCallers(tx, organizationId, apiKeyId)
    const requests = await listRequests(tx, organizationId, apiKeyId, SHOWN_REQUESTS)
    const view: KeyUsageView = {
      series: await usageSeries(tx, organizationId, { apiKeyId }, range, now),
      callers: callers.map(({ address, agent, firstSeenAt, lastSeenAt, requests, lastVerdict }) => ({
        address,
        agent,
        firstSeenAt: firstSeenAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        requests: Number(requests),
        lastVerdict: lastVerdict as Verdict,
      })),
      requests: requests.map(({ at, method, path, verdict, status, milliseconds, address }) => ({
        at: at.toISOString(),
        method,
        path,
        verdict: verdict as Verdict,
        status,
        milliseconds,
        address,
      })),
      now: now.toISOString(),
    }
    return ok(view)
  },
})
