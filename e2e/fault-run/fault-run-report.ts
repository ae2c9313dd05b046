import { quantile } from '@/bench/numbers'
import { FAULT_TARGETS, type FaultKind } from '@/e2e/fault-run/fault-plan'
import { judgeRecord } from '@/e2e/fault-run/judge-record'
import type { AskedRequest, FaultRunRecord, FaultWindow, Revocation } from '@/e2e/fault-run/record'

const FAULTS_IN_WORDS: Record<FaultKind, string> = {
  gateway_killed: 'a gateway killed (-9)',
  portal_killed: 'a portal killed (-9)',
  worker_killed: 'the worker killed (-9)',
  feed_cut: 'a gateway cut off from its portal',
  feed_silent: 'nothing gets through between a gateway and its portal, and nobody is told',
  database_cut: 'a portal cut off from Postgres',
  database_silent: 'nothing gets through between a portal and Postgres, and nobody is told',
  postgres_restarted: 'Postgres restarted',
  postgres_crashed: 'Postgres crashed',
}
const MOST_SHOWN = 5

/** What happened in a run, and what was found, as lines of Markdown. */
export function fullReport(record: FaultRunRecord): readonly string[] {
  const { asked, revocations, faults, gaps, kills } = record
  const answered = countBy(asked, ({ answer }) => answer)
  const untouched = revocations.filter((revocation) => !faults.some((fault) => touches(fault, revocation)))
  const entries = revocations.flatMap(({ receipt }) => receipt?.entries ?? [])
  const byDeadline = entries.filter(({ acknowledgedAt }) => acknowledgedAt === null)
  const away = faults.find(({ kind }) => kind === 'portals_away')
  const whileAway = asked.filter(({ sentAt }) => away && sentAt >= away.begins && sentAt <= away.ends)
  const counted = record.counted.reduce((sum, { requests }) => sum + requests, 0)
  const lost = kills.map(({ gateway, at }) => {
    const gap = gaps.findLast(({ gateway: name, begins, ends }) => name === gateway && begins <= at && ends >= at)
    return gap ? at - gap.begins : 0
  })
  return [
    `- Faults: ${faults.length}`,
    ...(Object.keys(FAULT_TARGETS) as FaultKind[])
      .map((kind) => ({ kind, times: faults.filter((fault) => fault.kind === kind).length }))
      .filter(({ times }) => times > 0)
      .map(({ kind, times }) => `  - ${times} × ${FAULTS_IN_WORDS[kind]}`),
    ...(away
      ? [
          `  - all portals away for ${Math.round((away.ends - away.begins) / 1_000)} s: ${readable(whileAway.length)} requests meanwhile, ${inWords(countBy(whileAway, ({ answer }) => answer))}`,
        ]
      : []),
    `- ${readable(asked.length)} requests: ${inWords(answered)}`,
    `- ${readable(revocations.length)} revocations, ${revocations.filter(({ attempts }) => attempts > 1).length} of them asked for more than once because no answer came; ${readable(entries.length)} gateways on their receipts, ${byDeadline.length} of them by deadline`,
    `- From click to completed receipt, untouched by a fault (${untouched.length}): ${latencies(untouched)}`,
    `- From click to completed receipt, all: ${latencies(revocations)}`,
    `- Usage: ${readable(counted)} requests counted; ${gaps.length} gaps reported for ${kills.length} kills, at most ${Math.max(0, ...lost)} ms of counts lost by one`,
    ...Object.entries(judgeRecord(record)).flatMap(([guarantee, found]) => [
      `- ${found.length === 0 ? 'Held' : `**Broken ${found.length} times**`}: ${guarantee}`,
      ...found.slice(0, MOST_SHOWN).map((sentence) => `  - ${sentence}`),
    ]),
  ]
}

/** When nothing that knew the key accepted it any more, by what the receipt says. */
function completedAt({ receipt, confirmedAt }: Revocation): number {
  return Math.max(
    confirmedAt,
    ...(receipt?.entries ?? []).map(({ acknowledgedAt, refusesFrom }) => Date.parse(acknowledgedAt ?? refusesFrom)),
  )
}

function touches(fault: FaultWindow, revocation: Revocation): boolean {
  return fault.begins <= completedAt(revocation) && fault.ends >= revocation.clickedAt
}

function latencies(revocations: readonly Revocation[]): string {
  if (revocations.length === 0) return 'none'
  const milliseconds = revocations.map((revocation) => completedAt(revocation) - revocation.clickedAt)
  return `p50 ${quantile(milliseconds, 0.5)} ms, p99 ${quantile(milliseconds, 0.99)} ms, max ${Math.max(...milliseconds)} ms`
}

function countBy(asked: readonly AskedRequest[], of: (request: AskedRequest) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const request of asked) counts.set(of(request), (counts.get(of(request)) ?? 0) + 1)
  return counts
}

const inWords = (counts: ReadonlyMap<string, number>) =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([answer, times]) => `${readable(times)} ${answer}`)
    .join(', ')

const readable = (value: number) => value.toLocaleString('en-US')
