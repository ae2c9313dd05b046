'use client'

import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { DayPicker } from 'react-day-picker'
import { buttonStyle } from './button-style'

export type CalendarProps = {
  /** Days are `YYYY-MM-DD`. */
  value: string
  min: string | undefined
  max: string | undefined
  onChoose: (day: string | undefined) => void
}

/** The days of a month, of which one is chosen. Apart from its field, which is loaded by whoever only types. */
export function Calendar({ value, min, max, onChoose }: CalendarProps) {
  const selected = dateOf(value)
  const first = dateOf(min)
  const last = dateOf(max)
  const shownFirst = selected ?? first
  return (
    <DayPicker
      mode="single"
      autoFocus
      fixedWeeks
      showOutsideDays
      weekStartsOn={1}
      captionLayout="dropdown"
      selected={selected}
      {...(shownFirst ? { defaultMonth: shownFirst } : {})}
      startMonth={first}
      endMonth={last ?? new Date((first ?? new Date()).getFullYear() + 10, 11)}
      disabled={[...(first ? [{ before: first }] : []), ...(last ? [{ after: last }] : [])]}
      onSelect={(date) => onChoose(date && dayOf(date))}
      components={{ Chevron: CalendarChevron }}
      classNames={calendarStyle}
    />
  )
}

function CalendarChevron({ orientation }: { orientation?: 'up' | 'down' | 'left' | 'right' }) {
  const Icon = orientation === 'left' ? ChevronLeft : orientation === 'right' ? ChevronRight : ChevronDown
  return <Icon aria-hidden className="size-4" />
}

const calendarStyle = {
  months: 'relative',
  nav: 'absolute top-0 right-0 flex gap-0.5',
  button_previous: buttonStyle({ variant: 'icon', size: 'small' }),
  button_next: buttonStyle({ variant: 'icon', size: 'small' }),
  month_caption: 'flex h-control-small items-center',
  dropdowns: 'flex gap-1',
  dropdown_root:
    'relative inline-flex items-center rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-accent',
  dropdown: 'absolute inset-0 cursor-pointer opacity-0 [&>option]:text-ink',
  caption_label: 'inline-flex items-center gap-0.5 rounded-sm px-1.5 py-0.5 font-medium',
  month_grid: 'mt-2 border-collapse',
  weekday: 'h-7 w-8 text-center font-normal text-2xs text-ink-2 coarse:w-10',
  day: 'p-0 text-center',
  day_button:
    'size-8 rounded-md hover:bg-hover disabled:cursor-not-allowed disabled:text-ink-3 disabled:line-through disabled:hover:bg-transparent coarse:size-10',
  outside: 'text-ink-3',
  today: '[&>button]:font-semibold [&>button]:underline [&>button]:underline-offset-4',
  selected:
    '[&>button]:bg-accent [&>button]:text-accent-ink [&>button]:hover:bg-accent-hover forced-colors:[&>button]:bg-[Highlight] forced-colors:[&>button]:text-[HighlightText]',
}

/** The date of a day at midnight here, or nothing when that text is no day of any calendar. */
function dateOf(day: string | undefined): Date | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '')
  if (!match) return undefined
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return dayOf(date) === day ? date : undefined
}

function dayOf(date: Date): string {
  return [
    String(date.getFullYear()).padStart(4, '0'),
    String(date.getMonth() + 1).padStart(2, '0'),
    String(date.getDate()).padStart(2, '0'),
  ].join('-')
}
