import { Said } from '@/components/ui/said'
import type { KeyLimits } from '@/lib/core/key-limits'
import { isLimited } from '@/lib/core/key-limits'
import { limitsWords as words } from '@/words/key-dialogs'

/** What narrows a key down, in words. */
export function KeyLimitsFact({ limits }: { limits: KeyLimits }) {
  const { rate, addresses } = limits
  if (!isLimited(limits)) return <>{words.none}</>
  return (
    <>
      {rate && <div>{words.rate(rate.requestsPerMinute, rate.burst)}</div>}
      {addresses.length > 0 && (
        <div>
          <Said
            as={words.from(
              addresses.map((address, index) => (
                <span key={address}>
                  {index > 0 && ', '}
                  <code className="break-all font-mono text-xs">{address}</code>
                </span>
              )),
            )}
          />
        </div>
      )}
    </>
  )
}
