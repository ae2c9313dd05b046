import { Distance } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import { Said } from '@/components/ui/said'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { usageWords } from '@/words/usage'

const words = usageWords.lastUse

const WEEK_MILLISECONDS = 7 * 86_400_000

/** When a key was last used, before it is revoked; of late, then also from where: something may be about to break. */
export function LastUse({ apiKey, now }: { apiKey: Pick<ApiKeyView, 'lastUsed' | 'requestsByHour'>; now: string }) {
  const { lastUsed, requestsByHour } = apiKey
  if (!lastUsed) return <p className="text-ink-2">{words.neverUsed}</p>
  if (Date.parse(now) - Date.parse(lastUsed.at) > WEEK_MILLISECONDS) {
    return (
      <p className="text-ink-2">
        <Said as={words.lastUsed(<Distance at={lastUsed.at} now={now} />)} />
      </p>
    )
  }
  const requests = requestsByHour.reduce((sum, count) => sum + count, 0)
  return (
    <Callout
      tone="warn"
      title={
        <Said
          as={words.lastUsedFrom(
            <Distance at={lastUsed.at} now={now} />,
            <span className="break-all font-mono text-xs">{lastUsed.address}</span>,
          )}
        />
      }
    >
      {lastUsed.agent && <span className="block break-words">{lastUsed.agent}</span>}
      {requests > 0 && <span className="block">{words.requestsLately(requests)}</span>}
    </Callout>
  )
}
