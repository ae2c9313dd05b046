import { classNames } from '@/components/ui/class-names'
import { Link } from '@/components/ui/link'
import type { UsageRange } from '@/lib/contract/usage'
import { usageWords } from '@/words/usage'
import { usageRangeHref } from './usage-range'

export type UsageRangesProps = { path: string; offered: readonly UsageRange[]; range: UsageRange }

/** How far back. Links, since each is an address of its own. */
export function UsageRanges({ path, offered, range }: UsageRangesProps) {
  return (
    <nav aria-label={usageWords.usageRanges.howFarBack}>
      <ul className="flex rounded-md border border-line-strong bg-surface p-0.5">
        {offered.map((known) => (
          <li key={known}>
            <Link
              href={usageRangeHref(path, known)}
              scroll={false}
              aria-current={known === range ? 'page' : undefined}
              className={classNames(
                'flex min-h-6 items-center whitespace-nowrap rounded-sm px-2 text-xs coarse:min-h-10 forced-colors:aria-[current]:underline',
                known === range ? 'bg-hover font-medium text-ink' : 'text-ink-2 hover:text-ink',
              )}
            >
              {usageWords.ranges[known].short}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
