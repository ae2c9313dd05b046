import { Distance } from '@/components/accounts/moment'
import { Badge } from '@/components/ui/badge'
import type { ApiKeyView } from '@/lib/contract/api-keys'
import { inNumbers } from '@/lib/core/words/counted'
import { usageWords } from '@/words/usage'
import { shortCaller } from './short-agent'
import { Sparkline } from './sparkline'

/* What a row, a card and a key's page say about how a key is used. */

export function LastUsed({ apiKey, now }: { apiKey: Pick<ApiKeyView, 'lastUsed'>; now: string }) {
  return apiKey.lastUsed ? <Distance at={apiKey.lastUsed.at} now={now} /> : <Badge>{usageWords.keyUse.neverUsed}</Badge>
}

/** Who used it last; nothing for a key that was never used. */
export function LastCaller({ apiKey: { lastUsed } }: { apiKey: Pick<ApiKeyView, 'lastUsed'> }) {
  if (!lastUsed) return null
  return (
    <span className="block truncate" title={`${lastUsed.address}, ${lastUsed.agent || usageWords.keyUse.gaveNoName}`}>
      {shortCaller(lastUsed)}
    </span>
  )
}

export function RequestsOfLastDay({ apiKey: { requestsByHour } }: { apiKey: Pick<ApiKeyView, 'requestsByHour'> }) {
  return (
    <span className="inline-flex items-center gap-2">
      {inNumbers(requestsByHour.reduce((sum, requests) => sum + requests, 0))}
      <Sparkline numbers={requestsByHour} />
    </span>
  )
}
