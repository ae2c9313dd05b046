import { classNames } from './class-names'

export type ProgressProps = {
  /** Names it for who hears it, and says how far it is. */
  label: string
  value: number
  max: number
  className?: string | undefined
}

/** How far long work has come. */
export function Progress({ label, value, max, className }: ProgressProps) {
  return (
    <progress
      aria-label={label}
      value={value}
      max={max}
      className={classNames(
        'h-1.5 w-full appearance-none overflow-hidden rounded-full border-0 bg-sunken forced-colors:border',
        '[&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent [&::-webkit-progress-value]:transition-[width]',
        '[&::-moz-progress-bar]:bg-accent forced-colors:[&::-webkit-progress-value]:bg-[Highlight]',
        className,
      )}
    />
  )
}
