import type { KeyLimits } from '@/lib/core/key-limits'
import { isLimited } from '@/lib/core/key-limits'

const number = new Intl.NumberFormat('en')

/** What narrows a key down, in words. */
export function KeyLimitsFact({ limits }: { limits: KeyLimits }) {
  const { rate, addresses } = limits
  if (!isLimited(limits)) return <>None: as often as it likes, from anywhere</>
  return (
    <>
      {rate && (
        <div>
          {number.format(rate.requestsPerMinute)} {rate.requestsPerMinute === 1 ? 'request' : 'requests'} a minute, at
          most {number.format(rate.burst)} at once
        </div>
      )}
      {addresses.length > 0 && (
        <div>
          From{' '}
          {addresses.map((address, index) => (
            <span key={address}>
              {index > 0 && ', '}
              <code className="break-all font-mono text-xs">{address}</code>
            </span>
          ))}
        </div>
      )}
    </>
  )
}
