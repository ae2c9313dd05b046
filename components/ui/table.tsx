import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names'
import { Link } from './link'
import { instead } from './link-navigation'

/*
 * A table that turns into cards under 720 px, with the same facts. Browsers forget what a table is once its parts are
 * laid out as blocks, so each part says its role.
 */

export type TableProps = ComponentProps<'table'> & {
  /** Heard, not shown: what the rows are. */
  caption: string
}

export function Table({ caption, className, children, ...rest }: TableProps) {
  return (
    // Relative, so that what is only heard scrolls along, and does not make the page wider.
    <div className="relative overflow-x-auto rounded-lg border border-line bg-surface max-md:overflow-visible max-md:border-0 max-md:bg-transparent">
      {/* biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role. */}
      <table role="table" {...rest} className={classNames('w-full border-collapse text-left max-md:block', className)}>
        <caption className="sr-only">{caption}</caption>
        {children}
      </table>
    </div>
  )
}

export function TableHead({ className, ...rest }: ComponentProps<'thead'>) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role.
    <thead role="rowgroup" {...rest} className={classNames('bg-canvas max-md:sr-only', className)} />
  )
}

export function TableBody({ className, ...rest }: ComponentProps<'tbody'>) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role.
    <tbody role="rowgroup" {...rest} className={classNames('max-md:flex max-md:flex-col max-md:gap-3', className)} />
  )
}

export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return (
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role.
      role="row"
      {...rest}
      className={classNames(
        'border-line not-first:border-t',
        'bg-inherit md:[tbody>&]:border-t md:[tbody>&]:bg-surface md:[tbody>&]:hover:bg-canvas',
        'max-md:[tbody>&]:relative max-md:[tbody>&]:flex max-md:[tbody>&]:flex-col max-md:[tbody>&]:gap-2 max-md:[tbody>&]:rounded-lg max-md:[tbody>&]:border max-md:[tbody>&]:bg-surface max-md:[tbody>&]:p-4',
        className,
      )}
    />
  )
}

export type ColumnHeadProps = Omit<ComponentProps<'th'>, 'align'> & {
  /** Figures and actions stand to the right. */
  align?: 'start' | 'end' | undefined
  /** Which way the rows are sorted by this column now. */
  sorted?: 'ascending' | 'descending' | undefined
  /** Where to go to sort by it, or to turn it round. */
  sortHref?: string | undefined
  /** Goes there itself, so that it knows when the rows have come. */
  onNavigate?: ((href: string) => void) | undefined
  /** The head is heard only: a column of check boxes or actions. */
  labelHidden?: boolean | undefined
}

export function ColumnHead({
  align = 'start',
  sorted,
  sortHref,
  onNavigate,
  labelHidden,
  className,
  children,
  ...rest
}: ColumnHeadProps) {
  return (
    <th
      // biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role.
      role="columnheader"
      scope="col"
      aria-sort={sorted ?? (sortHref ? 'none' : undefined)}
      {...rest}
      className={classNames(
        'h-9 whitespace-nowrap px-3 font-medium text-ink-2 text-xs first:pl-4 last:pr-4',
        align === 'end' && 'text-right',
        className,
      )}
    >
      {sortHref ? (
        <Link
          href={sortHref}
          scroll={false}
          {...(onNavigate && { onNavigate: instead(onNavigate, sortHref) })}
          className={classNames(
            'group -mx-1 inline-flex min-h-6 items-center gap-1 rounded-sm px-1 hover:text-ink',
            sorted && 'text-ink',
          )}
        >
          {children}
          <SortMark sorted={sorted} />
        </Link>
      ) : (
        <span className={labelHidden ? 'sr-only' : undefined}>{children}</span>
      )}
    </th>
  )
}

function SortMark({ sorted }: { sorted: ColumnHeadProps['sorted'] }) {
  if (sorted === 'ascending') return <ArrowUp aria-hidden className="size-3.5" />
  if (sorted === 'descending') return <ArrowDown aria-hidden className="size-3.5" />
  return <ChevronsUpDown aria-hidden className="size-3.5 opacity-60 group-hover:opacity-100" />
}

export type TableCellProps = Omit<ComponentProps<'td'>, 'align'> & {
  /** The column's head, shown beside the value in a card. Leave it out for the card's title. */
  label?: string | undefined
  align?: 'start' | 'end' | undefined
  /** The fact under the fact: the type under a name, the date under "in 81 days". */
  detail?: ReactNode | undefined
  /** How it stands in a card: as its title, in its upper right corner, or as its last line. */
  inCard?: 'fact' | 'title' | 'corner' | 'actions' | undefined
}

export function TableCell({
  label,
  align = 'start',
  detail,
  inCard = 'fact',
  className,
  children,
  ...rest
}: TableCellProps) {
  return (
    <td
      // biome-ignore lint/a11y/noRedundantRoles: laid out as cards it would lose the role.
      role="cell"
      data-label={label}
      {...rest}
      className={classNames(
        'md:h-10 md:px-3 md:py-1.5 md:align-middle md:first:pl-4 md:last:pr-4',
        detail !== undefined && 'md:h-14',
        align === 'end' && 'tabular-nums md:text-right',
        IN_CARD[inCard],
        className,
      )}
    >
      <div className="min-w-0">{children}</div>
      {detail !== undefined && <div className="min-w-0 text-ink-2 text-xs">{detail}</div>}
    </td>
  )
}

const IN_CARD = {
  fact: classNames(
    'max-md:grid max-md:grid-cols-[7rem_minmax(0,1fr)] max-md:gap-x-3 max-md:[&>*]:col-start-2',
    'max-md:before:col-start-1 max-md:before:row-start-1 max-md:before:text-ink-2 max-md:before:text-xs max-md:before:leading-5 max-md:before:content-[attr(data-label)]',
  ),
  title: 'max-md:block max-md:pr-8 max-md:pb-1',
  corner: 'max-md:absolute max-md:top-4 max-md:right-4 max-md:block',
  // A row that nothing can be done with has no last line.
  actions: 'max-md:mt-1 max-md:block max-md:border-line max-md:border-t max-md:pt-3 max-md:has-[>:empty]:hidden',
}
