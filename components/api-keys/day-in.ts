/** The calendar day of a moment in a time zone, as `YYYY-MM-DD`. */
export function dayIn(at: Date, timeZone: string): string {
  const parts: Record<string, string> = {}
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  for (const { type, value } of format.formatToParts(at)) parts[type] = value
  return `${parts.year}-${parts.month}-${parts.day}`
}
