import { LoaderCircle } from 'lucide-react'
import { classNames } from './class-names'

/** A turning ring for a wait of seconds. Silent: the element that waits says so itself. */
export function Spinner({ className }: { className?: string | undefined }) {
  return <LoaderCircle aria-hidden className={classNames('size-4 animate-spin', className)} />
}
