import { Replace } from 'lucide-react'
import { useViewer } from '@/components/accounts/viewer'
import { KeyStatusBadge } from '@/components/api-keys/key-cells'
import { anyApiKeyHref } from '@/components/places'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { HeldKeyView } from '@/lib/contract/secrets'
import type { KeyStatus } from '@/lib/core/api-key'
import { secretsWords } from '@/words/secrets'

/** What a value is: a key, live, dead or replaced, or anything else. */
export function HeldKey({ holds }: { holds: HeldKeyView | null }) {
  const { organizationSlug } = useViewer()
  if (!holds) return <span className="text-ink-2">{secretsWords.holds.value}</span>
  return (
    <span className="flex flex-wrap items-center gap-2">
      <TextLink look="plain" className="font-normal" href={anyApiKeyHref(organizationSlug, holds.id)}>
        {holds.name}
      </TextLink>
      {holds.replaced && (
        <StatusBadge tone="warn" icon={Replace}>
          {secretsWords.holds.replaced}
        </StatusBadge>
      )}
      <KeyStatusBadge status={holds.status} />
    </span>
  )
}

export const isDead = (status: KeyStatus) => status === 'revoked' || status === 'expired' || status === 'orphaned'
