import {
  Ban,
  CircleCheck,
  CirclePause,
  Clock,
  FileQuestion,
  Gauge,
  Hourglass,
  KeyRound,
  type LucideIcon,
  MapPinOff,
  Power,
  ShieldX,
  Signpost,
  SquareX,
  Unlink,
  UserX,
  Waypoints,
} from 'lucide-react'
import { StatusBadge } from '@/components/ui/status-badge'
import type { Tone } from '@/components/ui/tone'
import type { Verdict } from '@/lib/core/verdicts'
import { familyOf, type VerdictFamily, verdictTitle } from './verdict-families'

/** Where a verdict is also a key's state, the icon is that of the state. */
const ICONS: Readonly<Record<Verdict, LucideIcon>> = {
  accepted: CircleCheck,
  missing: KeyRound,
  malformed: SquareX,
  bad_signature: ShieldX,
  unknown_issuer: UserX,
  wrong_app: Signpost,
  expired: Clock,
  revoked: Ban,
  disabled: CirclePause,
  orphaned: Unlink,
  insufficient_scope: Waypoints,
  provider_off: Power,
  wrong_address: MapPinOff,
  rate_limited: Gauge,
  unknown_app: FileQuestion,
  status_stale: Hourglass,
}

const TONES: Readonly<Record<VerdictFamily, Tone>> = {
  accepted: 'good',
  dead: 'bad',
  refused: 'warn',
  unproven: 'neutral',
  gateway: 'neutral',
}

export function VerdictIcon({ verdict, className }: { verdict: Verdict; className?: string }) {
  const Icon = ICONS[verdict]
  return <Icon aria-hidden className={className} />
}

/** The gateway's answer. What is as it should be stays quiet, so that refusals are found in a long list. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  if (verdict === 'accepted') {
    return (
      <span className="inline-flex items-center gap-1 whitespace-nowrap align-middle text-ink-2">
        <VerdictIcon verdict={verdict} className="size-3.5 shrink-0" />
        {verdictTitle(verdict)}
      </span>
    )
  }
  return (
    <StatusBadge tone={TONES[familyOf(verdict)]} icon={ICONS[verdict]}>
      {verdictTitle(verdict)}
    </StatusBadge>
  )
}
