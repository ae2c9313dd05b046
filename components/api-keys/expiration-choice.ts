import type { ExpirationPreset } from '@/lib/core/expiration'

/** What can be chosen: a number of days, a day of one's own, or none. */
export type ExpirationChoice = ExpirationPreset | 'custom' | 'none'
