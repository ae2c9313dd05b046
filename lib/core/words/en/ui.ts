import { counted } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

export const uiWords = {
  breadcrumbs: {
    breadcrumb: 'Breadcrumb',
  },
  copyButton: {
    copied: 'Copied',
    couldNotCopy: 'Could not copy. Select the text and copy it.',
  },
  datePicker: {
    dayForm: 'YYYY-MM-DD',
    calendar: 'Calendar',
    openCalendar: 'Open calendar',
  },
  field: {
    optional: '(optional)',
  },
  notLoaded: {
    title: 'This could not be loaded',
    detail: 'Check the connection and try again.',
  },
  shownOnce: {
    closeWithoutCopying: 'Close without copying',
  },
  snippetTabs: {
    example: (language: string) => `${language} example`,
  },
  themeToggle: {
    light: 'Light',
    dark: 'Dark',
    system: 'System',
    theme: 'Theme',
  },
  toast: {
    dismiss: 'Dismiss',
  },
  moment: {
    months: ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
    day: (day: number, month: string | undefined, year: number) => `${day} ${month} ${year}`,
    dayAndTime: (day: string, time: string) => `${day}, ${time}`,
    inZone: (moment: string, zone: string) => `${moment} ${zone}`,
    now: 'just now',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
    ahead: (distance: string) => `in ${distance}`,
    ago: (distance: string) => `${distance} ago`,
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
    days: (count: number) => counted(count, { one: 'day', other: 'days' }),
    years: (count: number) => counted(count, { one: 'year', other: 'years' }),
  },
  errorState: {
    reference: <Thing>(code: Thing) => phrase`Reference for your operator: ${code}`,
  },
}
