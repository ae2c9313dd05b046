/* One language's grouping, so that the server and the browser write the same letters. */
const GROUPED = new Intl.NumberFormat('en-US')

/** "48,213" */
export const grouped = (count: number): string => GROUPED.format(count)

/** "1 request", "48,213 requests" */
export const requestsCounted = (count: number): string => `${grouped(count)} ${count === 1 ? 'request' : 'requests'}`
