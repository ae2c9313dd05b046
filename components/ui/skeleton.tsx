import type { ComponentProps, CSSProperties } from 'react'
import { commonWords } from '@/words/common'
import { classNames } from './class-names'

/** Holds the place of what is loading. Silent; what surrounds it says that it is busy. */
export function Skeleton({ className, ...rest }: ComponentProps<'span'>) {
  return (
    <span
      aria-hidden
      {...rest}
      className={classNames('block h-4 animate-pulse rounded-sm bg-hover forced-colors:border', className)}
    />
  )
}

export type TableSkeletonProps = ComponentProps<'div'> & { rows?: number | undefined; columns?: number | undefined }

/** The shape of a table of two-line rows, so that nothing jumps when it comes. */
export function TableSkeleton({ rows = 4, columns = 5, className, ...rest }: TableSkeletonProps) {
  return (
    <div
      role="status"
      {...rest}
      className={classNames('overflow-hidden rounded-lg border border-line bg-surface', className)}
    >
      <span className="sr-only">{commonWords.loading}</span>
      <div className="h-9 bg-canvas" />
      {Array.from({ length: rows }, (_, row) => (
        // A place for each column from the first moment: the page may be cut anywhere on its way, and the rest of a row come later.
        <div
          key={row}
          style={{ '--wide': columns, '--narrow': Math.min(columns, 2) } as CSSProperties}
          className="grid h-14 grid-cols-[repeat(var(--narrow),minmax(0,1fr))] items-center gap-6 border-line border-t px-4 md:grid-cols-[repeat(var(--wide),minmax(0,1fr))]"
        >
          {Array.from({ length: columns }, (_, column) => (
            <div key={column} className={classNames('h-7.5', column === 1 && 'pt-2', column > 1 && 'max-md:hidden')}>
              <Skeleton className={column === 0 ? 'h-3 w-3/4' : 'h-3 w-1/2'} />
              {column !== 1 && <Skeleton className="mt-2 h-2.5 w-1/3" />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
