import { CircleAlert, CircleCheck, CircleDot, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import { classNames } from './class-names'

/** What a state means for the reader. Its color never stands alone: an icon and a word go with it. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral'

const ICONS: Record<Tone, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  info: Info,
  neutral: CircleDot,
}

export const toneInk: Record<Tone, string> = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-accent',
  neutral: 'text-ink-2',
}

export const toneSurface: Record<Tone, string> = {
  good: 'bg-good-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  info: 'bg-accent-soft',
  neutral: 'bg-sunken',
}

export function ToneIcon({ tone, className }: { tone: Tone; className?: string | undefined }) {
  const Icon = ICONS[tone]
  return <Icon aria-hidden className={classNames('size-4 shrink-0 stroke-[1.75]', className)} />
}
