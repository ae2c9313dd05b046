import { counted, inNumbers } from '@/lib/core/words/counted'

/** Apart from the other words of notifications, for every page loads these. */
export const bellWords = {
  unread: (count: number, orMore: boolean) =>
    count === 0 ? 'Notifications, none unread' : `Notifications, ${inNumbers(count)}${orMore ? ' or more' : ''} unread`,
  count: (count: number, orMore: boolean) => `${inNumbers(count)}${orMore ? '+' : ''}`,
  more: (count: number) => counted(count, { one: 'new notification', other: 'new notifications' }),
}
