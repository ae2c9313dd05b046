import type { AskedRequest, FaultRunRecord, Revocation } from '@/e2e/fault-run/record'

/** A gateway saves what it counted every second; on a busy machine that second may come late, but never by this much. */
const LAST_SECOND_MILLISECONDS = 1_000 + 5_000
/** Gaps are told by the gateway's notion of the portal's clock: off by half a round trip at most, and it waits 10 s for an answer. */
const CLOCK_MILLISECONDS = 5_000

/** Sentences of how a record breaks a guarantee; none when it holds. */
type Guarantee = (record: FaultRunRecord) => readonly string[]

/** What has to hold in every run, whatever was killed or cut meanwhile. */
export const GUARANTEES = {
  'No request that was sent after its key was dead at a gateway is accepted there': acceptedAfterDeath,
  'No request with a valid key is refused': refusedWhileValid,
  'A dead key is refused by name': deadAndNotNamed,
  'A key of another organization opens nothing': acceptedForeignKeys,
  'No request with a valid key fails while all portals are away': failedWithoutPortals,
  'Every receipt completes, and no deadline is further away than the staleness': unkeptReceipts,
  'A receipt stands by what it has said': changedReceipts,
  'What was answered is counted, except in reported gaps, and nothing twice': miscounted,
  'A killed gateway loses its last second at most, and reports it': unreportedLosses,
} as const satisfies Record<string, Guarantee>

/** Every guarantee with what was found against it. */
export function judgeRecord(record: FaultRunRecord): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(GUARANTEES).map(([guarantee, find]) => [guarantee, find(record)]))
}

function acceptedAfterDeath({ asked, revocations }: FaultRunRecord): readonly string[] {
  const byKey = revocationsByKey(revocations)
  return asked.flatMap((request) => {
    const revocation = byKey.get(request.key)
    if (!revocation || request.answer !== 'accepted') return []
    const dead = deadAt(revocation, request.gateway)
    return request.sentAt > dead
      ? [`${describe(request)}, ${request.sentAt - dead} ms after its key was dead there`]
      : []
  })
}

/**
 * A gateway has promised for each of its processes that held a lease: from its acknowledgement, or from its deadline. One
 * without a lease promised to accept nothing before it knows of the revocation.
 */
function deadAt({ receiptAtEnd, confirmedAt }: Revocation, gateway: string): number {
  const entries = receiptAtEnd.entries.filter((entry) => entry.gateway === gateway)
  if (entries.length === 0) return confirmedAt
  return Math.max(...entries.map(promisedAt))
}

const promisedAt = ({ acknowledgedAt, refusesFrom }: { acknowledgedAt: string | null; refusesFrom: string }) =>
  Math.min(acknowledgedAt === null ? Number.POSITIVE_INFINITY : Date.parse(acknowledgedAt), Date.parse(refusesFrom))

function refusedWhileValid(record: FaultRunRecord): readonly string[] {
  return record.asked
    .filter((request) => isValid(record, request) && !MAY_BE_ANSWERED_TO_VALID_KEYS.has(request.answer))
    .map(describe)
}

/** 503 and broken connections are what a fault may cost. They are counted apart, and bounded by other guarantees. */
const MAY_BE_ANSWERED_TO_VALID_KEYS: ReadonlySet<AskedRequest['answer']> = new Set([
  'accepted',
  'status_stale',
  'broken',
  'not connected',
])

function isValid({ keys, revocations }: FaultRunRecord, { key, answeredAt }: AskedRequest): boolean {
  const role = keys.get(key)
  return (
    role === 'steady' ||
    (role === 'doomed' && answeredAt < (revocationsByKey(revocations).get(key)?.clickedAt ?? Number.POSITIVE_INFINITY))
  )
}

function deadAndNotNamed({ asked, revocations }: FaultRunRecord): readonly string[] {
  const byKey = revocationsByKey(revocations)
  const expected: ReadonlySet<AskedRequest['answer']> = new Set([...MAY_BE_ANSWERED_TO_VALID_KEYS, 'revoked'])
  return asked
    .filter(({ key, answeredAt, answer }) => {
      const revocation = byKey.get(key)
      return revocation !== undefined && answeredAt >= revocation.clickedAt && !expected.has(answer)
    })
    .map(describe)
}

function acceptedForeignKeys({ asked, keys }: FaultRunRecord): readonly string[] {
  const expected: ReadonlySet<AskedRequest['answer']> = new Set([
    'unknown_issuer',
    'status_stale',
    'broken',
    'not connected',
  ])
  return asked.filter(({ key, answer }) => keys.get(key) === 'foreign' && !expected.has(answer)).map(describe)
}

function failedWithoutPortals(record: FaultRunRecord): readonly string[] {
  const away = record.faults.filter(({ kind }) => kind === 'portals_away')
  return record.asked
    .filter(
      (request) =>
        request.answer !== 'accepted' &&
        away.some(({ begins, ends }) => request.sentAt >= begins && request.sentAt <= ends) &&
        isValid(record, request),
    )
    .map(describe)
}

function unkeptReceipts({ revocations, stalenessSeconds }: FaultRunRecord): readonly string[] {
  return revocations.flatMap(({ key, confirmedAt, receipt, receiptAtEnd }) => [
    ...(receipt?.complete ? [] : [`the receipt of ${key} was never complete`]),
    ...receiptAtEnd.entries
      .filter(({ refusesFrom }) => Date.parse(refusesFrom) > confirmedAt + stalenessSeconds * 1_000)
      .map(({ gateway, refusesFrom }) => `the receipt of ${key} lets ${gateway} go on until ${refusesFrom}`),
  ])
}

/** An acknowledgement may still come after a deadline; what was said before is never taken back. */
function changedReceipts({ revocations }: FaultRunRecord): readonly string[] {
  return revocations.flatMap(({ key, receipt, receiptAtEnd }) =>
    (receipt?.entries ?? []).flatMap((said) => {
      const now = receiptAtEnd.entries.find(({ instanceId }) => instanceId === said.instanceId)
      const stands =
        now &&
        promisedAt(now) <= promisedAt(said) &&
        (said.acknowledgedAt === null || now.acknowledgedAt === said.acknowledgedAt)
      return stands ? [] : [`the receipt of ${key} said ${JSON.stringify(said)}, and then ${JSON.stringify(now)}`]
    }),
  )
}

interface Count {
  answered: number
  /** Of the answered ones, those that may be missing. */
  doubtful: number
  /** Those that may have been counted here besides. */
  besides: number
  counted: number
}

function miscounted(record: FaultRunRecord): readonly string[] {
  return [...countsOf(record)].flatMap(([name, { answered, doubtful, besides, counted }]) =>
    counted < answered - doubtful || counted > answered + besides
      ? [`${counted} were counted as ${name}, not ${answered - doubtful} to ${answered + besides}`]
      : [],
  )
}

/** How many requests were surely counted by a gateway, and are not in the database (yet). */
export function missingRequests(record: FaultRunRecord): number {
  return [...countsOf(record).values()].reduce(
    (sum, { answered, doubtful, counted }) => sum + Math.max(0, answered - doubtful - counted),
    0,
  )
}

/** What was asked and what was counted, by verdict and key. */
function countsOf({ asked, keys, revocations, counted, gaps }: FaultRunRecord): ReadonlyMap<string, Count> {
  const byKey = revocationsByKey(revocations)
  const counts = new Map<string, Count>()
  const ownerOf = (key: string) => (key === '' || keys.get(key) === 'foreign' ? 'no key' : key)
  const countOf = (key: string, verdict: string) => {
    // From a gateway that is not fresh nobody expects that it looks at keys: these are counted together.
    const name = verdict === 'status_stale' ? verdict : `${verdict} of ${ownerOf(key)}`
    const count = counts.get(name) ?? { answered: 0, doubtful: 0, besides: 0, counted: 0 }
    counts.set(name, count)
    return count
  }
  for (const request of asked) {
    const { key, gateway, answer, sentAt } = request
    if (answer === 'broken' || answer === 'not connected') continue
    const count = countOf(key, answer)
    count.answered += 1
    const revocation = byKey.get(key)
    // It was accepted, and on its way through the app when its key died: the caller hears of the end, the count tells of the beginning.
    const mayHaveBeenAccepted =
      answer === 'revoked' && revocation !== undefined && sentAt <= deadAt(revocation, gateway)
    if (mayHaveBeenAccepted) countOf(key, 'accepted').besides += 1
    if (mayHaveBeenAccepted || gaps.some((gap) => gap.gateway === gateway && overlaps(gap, request)))
      count.doubtful += 1
  }
  for (const { key, verdict, requests } of counted) countOf(key, verdict).counted += requests
  // An answer that broke off may have been counted under any verdict.
  for (const { key, answer } of asked) {
    if (answer !== 'broken') continue
    for (const [name, count] of counts)
      if (name === 'status_stale' || name.endsWith(` of ${ownerOf(key)}`)) count.besides += 1
  }
  return counts
}

const overlaps = (gap: { begins: number; ends: number }, { sentAt, answeredAt }: AskedRequest) =>
  answeredAt >= gap.begins - CLOCK_MILLISECONDS && sentAt <= gap.ends + CLOCK_MILLISECONDS

function unreportedLosses({ kills, gaps }: FaultRunRecord): readonly string[] {
  return kills.flatMap(({ gateway, at }) => {
    const covering = gaps.filter(
      (gap) => gap.gateway === gateway && gap.begins <= at + CLOCK_MILLISECONDS && gap.ends >= at - CLOCK_MILLISECONDS,
    )
    if (covering.length === 0) {
      const others = gaps
        .filter((gap) => gap.gateway === gateway)
        .map(({ begins, ends }) => `${begins - at} to ${ends - at} ms`)
      return [`${gateway} was killed and reported no gap then, but these from there: ${others.join(', ') || 'none'}`]
    }
    const latest = Math.max(...covering.map(({ begins }) => begins))
    // Who is killed again before it has saved anything reports one gap from before the first time.
    const before = kills.some(
      (other) => other.gateway === gateway && other.at < at && other.at >= latest - CLOCK_MILLISECONDS,
    )
    return !before && at - latest > LAST_SECOND_MILLISECONDS
      ? [`${gateway} was killed at ${at} and lost ${at - latest} ms`]
      : []
  })
}

const revocationsByKeyOf = new WeakMap<readonly Revocation[], ReadonlyMap<string, Revocation>>()

function revocationsByKey(revocations: readonly Revocation[]): ReadonlyMap<string, Revocation> {
  const known =
    revocationsByKeyOf.get(revocations) ?? new Map(revocations.map((revocation) => [revocation.key, revocation]))
  revocationsByKeyOf.set(revocations, known)
  return known
}

const describe = ({ key, gateway, sentAt, answeredAt, answer }: AskedRequest) =>
  `${key} at ${gateway}: ${answer} (sent at ${new Date(sentAt).toISOString()}, ${answeredAt - sentAt} ms)`
