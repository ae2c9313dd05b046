import { KeyRound } from 'lucide-react'
import { classNames } from '@/components/ui/class-names'
import { LinkButton } from '@/components/ui/link-button'
import type { KeyCounts } from '@/lib/contract/api-keys'
import { appsWords } from '@/words/apps'
import { keysInSight } from './app-words'

export type ViewApiKeysProps = {
  href: string
  keys: KeyCounts
  /** It is what one comes to this page for. */
  primary?: boolean
}

/** The way to the panel, with the number of keys on it. */
export function ViewApiKeys({ href, keys, primary = false }: ViewApiKeysProps) {
  return (
    <LinkButton href={href} variant={primary ? 'primary' : 'secondary'}>
      <KeyRound aria-hidden />
      {appsWords.viewApiKeys.viewApiKeys}
      <span
        className={classNames(
          'rounded-full px-1.75 text-2xs',
          primary ? 'bg-accent-ink text-accent' : 'bg-hover text-ink-2',
        )}
      >
        {keysInSight(keys)}
      </span>
    </LinkButton>
  )
}
