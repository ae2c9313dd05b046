import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { rowsOf } from '@/e2e/processes/rows'
import type { UsageInput } from '@/lib/contract/feed'
import type { ApiKeyId, AppId } from '@/lib/core/identifiers'
import { VERDICTS, type Verdict } from '@/lib/core/verdicts'
import { newIdAt } from '@/lib/crypto/identifiers'
import { FEED_VERSION } from '@/lib/status/feed-format'

const HOUR_MILLISECONDS = 3_600_000
/** Requests that prove no key: they are counted for the app alone. */
const OF_NO_KEY: readonly Verdict[] = ['missing', 'malformed', 'bad_signature', 'unknown_issuer']
const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36'

/** A day with every verdict in every hour, and callers with long names: what has to fit on the screens that show usage. */
export async function deliverTraffic(options: {
  readonly portalUrl: string
  readonly token: string
  readonly databaseUrl: string
}): Promise<void> {
  const [used] = await rowsOf<{ key: ApiKeyId; app: AppId }>(
    options.databaseUrl,
    `select api_key.id as key, app.id as app from api_key join app on app.id = api_key.app_id where api_key.name = 'mara-local'`,
    [],
  )
  if (!used) throw new Error('The sample organization has no key “mara-local”')
  const now = Date.now()
  const hour = Math.floor(now / HOUR_MILLISECONDS)
  const verdicts = Object.keys(VERDICTS) as Verdict[]
  const addresses = ['203.0.113.77', '2001:db8:85a3:8d3:1319:8a2e:370:7348']
  const usage: z.input<typeof UsageInput> = {
    instance: newIdAt(new Date(now))('gatewayInstance'),
    batch: { spool: randomUUID(), number: 1 },
    counts: verdicts.flatMap((verdict, index) =>
      Array.from({ length: 24 }, (_, back) => ({
        key: OF_NO_KEY.includes(verdict) ? '' : used.key,
        app: used.app,
        hour: hour - back,
        verdict,
        n: verdict === 'accepted' ? 20_000 + 731 * back : 40 + index * 17,
      })),
    ),
    uses: [{ key: used.key, at: now - 60_000, address: addresses[0] ?? '', agent: AGENT, verdict: 'accepted' }],
    callers: addresses.map((address) => ({
      key: used.key,
      address,
      agent: AGENT,
      first: now - 6 * HOUR_MILLISECONDS,
      last: now - 60_000,
      n: 48_213,
      verdict: 'accepted',
    })),
    requests: verdicts
      .filter((verdict) => !OF_NO_KEY.includes(verdict))
      .map((verdict, index) => ({
        key: used.key,
        at: now - 60_000 * (index + 1),
        method: 'POST',
        path: '/apps/resize-image/thumbnails/of/a/long/path/that/has/to/break/somewhere/2027-02-18T14:05:00Z',
        verdict,
        status: VERDICTS[verdict].status,
        ms: 7 + index,
        address: addresses[index % addresses.length] ?? '',
      })),
    gaps: [],
  }
  const answer = await fetch(`${options.portalUrl}/dataplane/usage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ version: FEED_VERSION, ...usage }),
  })
  if (answer.status !== 204)
    throw new Error(`The sample traffic was not counted: ${answer.status} ${await answer.text()}`)
}
