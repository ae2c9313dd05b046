'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { classNames } from './class-names'

export type DisclosureProps = {
  label: string
  /** What is in it, said beside the label while it is closed. */
  hint?: ReactNode | undefined
  openAtFirst?: boolean | undefined
  /** Opens it whenever this becomes another value than null: what came back of a submission and is wrong in here. */
  opensFor?: unknown
  className?: string | undefined
  children: ReactNode
}

/** What most people can leave closed. The browser's own, so it opens before scripts arrive, and for whoever searches the page. */
export function Disclosure({
  label,
  hint,
  openAtFirst = false,
  opensFor = null,
  className,
  children,
}: DisclosureProps) {
  const [open, setOpen] = useState(openAtFirst)
  const [openedFor, setOpenedFor] = useState<unknown>(null)
  if (opensFor !== openedFor) {
    setOpenedFor(opensFor)
    if (opensFor !== null) setOpen(true)
  }
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className={classNames('group/disclosure rounded-md border border-line', className)}
    >
      <summary className="flex min-h-control cursor-pointer select-none list-none items-center gap-2 rounded-md px-3 py-1.5 hover:bg-hover coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-ink-2 transition-transform duration-[120ms] group-open/disclosure:rotate-90 motion-reduce:transition-none"
        />
        <span className="font-medium">{label}</span>
        {hint && <span className="min-w-0 truncate text-ink-2 group-open/disclosure:hidden">{hint}</span>}
      </summary>
      <div className="flex flex-col gap-5 px-3 pt-2 pb-4">{children}</div>
    </details>
  )
}
