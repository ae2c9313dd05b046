import { Moment } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import { Said } from '@/components/ui/said'
import type { UsageSeries } from '@/lib/contract/usage'
import { usageWords } from '@/words/usage'

const words = usageWords.usageGaps

const REASONS: Readonly<Record<string, string>> = {
  killed: words.gatewayEnded,
  disk_full: words.diskFull,
}

const SHOWN = 3

/** Times of which a gateway lost counts: what is shown is then less than what was. The newest first. */
export function UsageGaps({ gaps }: Pick<UsageSeries, 'gaps'>) {
  if (gaps.length === 0) return null
  return (
    <Callout tone="warn">
      {gaps
        .slice(-SHOWN)
        .toReversed()
        .map(({ begins, ends, reason }) => (
          <span key={`${begins}${ends}`} className="block">
            <Said
              as={words.notCounted(
                <Moment at={begins} look="exact" />,
                <Moment at={ends} look="exact" />,
                REASONS[reason],
              )}
            />
          </span>
        ))}
      {gaps.length > SHOWN && <span className="block">{usageWords.usageGaps.norEarlier(gaps.length - SHOWN)}</span>}
    </Callout>
  )
}
