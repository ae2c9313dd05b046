import { classNames } from '@/components/ui/class-names'

/** The product's sign: a key seen from its ring, as in the tab's icon. Decoration; the name stands beside it. */
export function ProductMark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className={classNames('size-8', className)}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g className="stroke-accent-ink" strokeWidth="3" strokeLinecap="round">
        <circle cx="16" cy="12" r="5" />
        <path d="M16 17v9m0-3h4" />
      </g>
    </svg>
  )
}
