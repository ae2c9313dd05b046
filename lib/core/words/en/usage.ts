import { counted, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

/** "1 request", "48,213 requests" */
export const requestsCounted = (count: number) => counted(count, { one: 'request', other: 'requests' })

export const usageWords = {
  appUsage: {
    usage: 'Usage',
    topKeys: 'Top keys',
    acceptedLately: 'Accepted, last 24 hours',
    noneAccepted: 'No key was accepted in the last 24 hours.',
  },
  callersTable: {
    callers: 'Callers',
    lastSeen: 'Last seen',
    firstSeen: 'First seen',
    lastVerdict: 'Last verdict',
    gaveNoName: 'Gave no name',
  },
  keyUsage: {
    usage: 'Usage',
    callers: 'Callers',
    callersDescription: 'Each address and program, the last 100.',
    lastRequests: 'Last requests',
    callersFile: 'callers',
    lastRequestsFile: 'last requests',
    requestsDescription: <Thing>(timesNote: Thing) =>
      phrase`A sample, without what is behind the question mark. ${timesNote}.`,
  },
  keyUse: {
    neverUsed: 'never used',
    gaveNoName: 'gave no name',
  },
  lastUse: {
    neverUsed: 'It was never used.',
    lastUsed: <Thing>(distance: Thing) => phrase`Last used ${distance}.`,
    lastUsedFrom: <Thing>(distance: Thing, address: Thing) => phrase`Last used ${distance}, from ${address}`,
    requestsLately: (count: number) => `${requestsCounted(count)} in the last 24 hours.`,
  },
  requestsTable: {
    lastRequests: 'Last requests',
    request: 'Request',
    time: 'Time',
    verdict: 'Verdict',
    ms: 'ms',
  },
  stillPresented: {
    detail: 'Every attempt is refused. Whoever makes them needs a new key, or should no longer have this one.',
    more: (count: number) => `And ${inNumbers(count)} more, under Callers.`,
    title: <Thing>(distance: Thing, address: Thing) => phrase`Still presented: ${distance} from ${address}`,
  },
  usageChart: {
    forged: 'Forged, or without a key:',
    count: (verdict: string, count: number) => `${verdict} ${inNumbers(count)}`,
    bar: (moment: string, counts: string) => `${moment}: ${counts}`,
    described: (total: number, counts: string, busiest: string | null) =>
      `${requestsCounted(total)}: ${counts}.${busiest === null ? '' : ` ${busiest}`} All numbers are under “Show the numbers”.`,
    busiestHour: (moment: string, count: number) => `The busiest hour was ${moment}, with ${requestsCounted(count)}.`,
    busiestDay: (moment: string, count: number) => `The busiest day was ${moment}, with ${requestsCounted(count)}.`,
  },
  usageGaps: {
    gatewayEnded: 'a gateway ended without warning',
    diskFull: 'the disk of a gateway was full',
    notCounted: <Thing>(begins: Thing, ends: Thing, reason: string | undefined) =>
      reason === undefined
        ? phrase`Not everything was counted from ${begins} to ${ends}.`
        : phrase<Thing | string>`Not everything was counted from ${begins} to ${ends}: ${reason}.`,
    norEarlier: (count: number) => `Nor at ${counted(count, { one: 'earlier time', other: 'earlier times' })}.`,
  },
  usageNumbers: {
    showTheNumbers: 'Show the numbers',
    hideTheNumbers: 'Hide the numbers',
    dayUtc: 'Day (UTC)',
    hour: (timeZone: string) => `Hour (${timeZone})`,
    all: 'All',
  },
  usageRanges: {
    howFarBack: 'How far back',
  },
  downloadCsv: {
    csv: 'CSV',
    of: (what: string) => `of ${what}`,
  },
  usageSection: {
    noRequests: (long: string) => `No requests in the ${long}.`,
    title: (of: string, long: string) => `Requests ${of}, ${long}`,
    file: (of: string, long: string) => `requests ${of}, ${long}`,
    withKey: (name: string) => `with ${name}`,
    toApp: (name: string) => `to ${name}`,
  },
  ranges: {
    '24h': { short: '24 h', long: 'last 24 hours' },
    '7d': { short: '7 days', long: 'last 7 days' },
    '30d': { short: '30 days', long: 'last 30 days' },
    '1y': { short: '1 year', long: 'last 365 days' },
  },
}
