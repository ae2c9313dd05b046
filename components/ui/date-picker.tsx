'use client'

import { CalendarDays } from 'lucide-react'
import { useState } from 'react'
import { uiWords } from '@/words/ui'
import { Button } from './button'
import type { CalendarProps } from './calendar'
import { Popover } from './popover'
import { TextInput, type TextInputProps } from './text-input'
import { useLoaded } from './use-loaded'

const words = uiWords.datePicker

export type DatePickerProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'min' | 'max' | 'end'> & {
  /** Days are `YYYY-MM-DD`, in no time zone: what a day means is decided where it is used. */
  value: string
  onValueChange: (day: string) => void
  min?: string | undefined
  max?: string | undefined
}

const load = async () => (await import('./calendar')).Calendar

/** A day, typed or picked. Where the calendar can't be loaded, it is typed. What is typed stays as typed; the calendar follows once it is a day. */
export function DatePicker({ value, onValueChange, min, max, className, ...rest }: DatePickerProps) {
  const [open, setOpen] = useState(false)
  const [Calendar, want] = useLoaded<CalendarProps>(load)

  return (
    <TextInput
      inputMode="numeric"
      autoComplete="off"
      placeholder={words.dayForm}
      {...rest}
      value={value}
      onChange={(event) => onValueChange(event.currentTarget.value)}
      className={className}
      end={
        <Popover
          label={words.calendar}
          align="end"
          open={open}
          onOpenChange={async (next) => setOpen(next && (await want()))}
          trigger={
            <Button variant="icon" size="small" aria-label={words.openCalendar}>
              <CalendarDays aria-hidden />
            </Button>
          }
        >
          {Calendar && (
            <Calendar
              value={value}
              min={min}
              max={max}
              onChoose={(day) => {
                if (day) onValueChange(day)
                setOpen(false)
              }}
            />
          )}
        </Popover>
      }
    />
  )
}
