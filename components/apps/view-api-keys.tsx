import { KeyRound } from 'lucide-react'
import { LinkButton } from '@/components/ui/link-button'
import type { KeyCounts } from '@/lib/contract/api-keys'
import { keysInSight } from './app-words'

/** The way to the panel, with the number of keys on it. */
export function ViewApiKeys({ href, keys }: { href: string; keys: KeyCounts }) {
  return (
    <LinkButton href={href}>
      <KeyRound aria-hidden />
      View API Keys
      <span className="rounded-full bg-hover px-1.75 text-2xs text-ink-2">{keysInSight(keys)}</span>
    </LinkButton>
  )
}
