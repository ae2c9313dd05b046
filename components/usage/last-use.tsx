import { Distance } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { requestsCounted } from './requests-counted'

const WEEK_MILLISECONDS = 7 * 86_400_000

/** When a key was last used, before it is revoked; of late, then also from where: something may be about to break. */
export function LastUse({ apiKey, now }: { apiKey: Pick<ApiKeyView, 'lastUsed' | 'requestsByHour'>; now: string }) {
  const { lastUsed, requestsByHour } = apiKey
  if (!lastUsed) return <p className="text-ink-2">It was never used.</p>
  if (Date.parse(now) - Date.parse(lastUsed.at) > WEEK_MILLISECONDS) {
    return (
      <p className="text-ink-2">
        Last used <Distance at={lastUsed.at} now={now} />.
      </p>
    )
  }
  const requests = requestsByHour.reduce((sum, count) => sum + count, 0)
  return (
    <Callout
      tone="warn"
      title={
        <>
          Last used <Distance at={lastUsed.at} now={now} />, from{' '}
          <span className="break-all font-mono text-xs">{lastUsed.address}</span>
        </>
      }
    >
      {lastUsed.agent && <span className="block break-words">{lastUsed.agent}</span>}
      {requests > 0 && <span className="block">{requestsCounted(requests)} in the last 24 hours.</span>}
    </Callout>
  )
}
