import { expect, it } from 'vitest'
import { GUARANTEES, judgeRecord } from '@/e2e/fault-run/judge-record'
import type { AskedRequest, FaultRunRecord, Revocation } from '@/e2e/fault-run/record'
import type { ReceiptEntryView, ReceiptView } from '@/lib/contract/receipts'
import type { GatewayInstanceId } from '@/lib/core/identifiers'

const BEGAN = Date.parse('2026-11-21T12:00:00Z')
const at = (milliseconds: number) => new Date(BEGAN + milliseconds).toISOString()

/** `east` acknowledged after 40 ms; `west` was cut off, and refuses everything from 8 s on. */
const ENTRIES: readonly ReceiptEntryView[] = [
  {
    instanceId: 'gwi_e' as GatewayInstanceId,
    gateway: 'east',
    version: '1',
    acknowledgedAt: at(1_040),
    refusesFrom: at(9_500),
  },
  {
    instanceId: 'gwi_w' as GatewayInstanceId,
    gateway: 'west',
    version: '1',
    acknowledgedAt: null,
    refusesFrom: at(9_000),
  },
]
const receiptOf = (entries = ENTRIES, complete = true): ReceiptView => ({
  seq: 7,
  at: at(1_010),
  entries,
  complete,
  now: at(9_100),
})

const REVOCATION: Revocation = {
  key: 'doomed',
  portal: 0,
  clickedAt: BEGAN + 1_000,
  confirmedAt: BEGAN + 1_020,
  attempts: 1,
  receipt: receiptOf(),
  receiptAtEnd: receiptOf(),
}

const ask = (key: string, gateway: string, sent: number, answer: AskedRequest['answer']): AskedRequest => ({
  key,
  gateway,
  sentAt: BEGAN + sent,
  answeredAt: BEGAN + sent + 2,
  answer,
})

/** A run in which everything was as it should be, faults and all. */
const GOOD: FaultRunRecord = {
  stalenessSeconds: 10,
  keys: new Map([
    ['steady', 'steady'],
    ['doomed', 'doomed'],
    ['foreign', 'foreign'],
  ]),
  asked: [
    ask('doomed', 'east', 0, 'accepted'),
    ask('doomed', 'east', 1_030, 'accepted'),
    // Accepted and counted so, then cut off by the revocation.
    ask('doomed', 'east', 1_035, 'revoked'),
    ask('doomed', 'east', 1_041, 'revoked'),
    ask('doomed', 'west', 8_990, 'accepted'),
    ask('doomed', 'west', 9_001, 'status_stale'),
    ask('doomed', 'idle', 1_100, 'revoked'),
    ask('steady', 'east', 2_000, 'accepted'),
    ask('steady', 'east', 19_400, 'accepted'),
    ask('steady', 'east', 20_001, 'not connected'),
    ask('steady', 'west', 9_500, 'status_stale'),
    ask('steady', 'east', 19_999, 'broken'),
    ask('steady', 'east', 35_000, 'accepted'),
    ask('foreign', 'east', 3_000, 'unknown_issuer'),
  ],
  revocations: [REVOCATION],
  faults: [{ kind: 'portals_away', target: 0, begins: BEGAN + 30_000, ends: BEGAN + 40_000 }],
  kills: [{ gateway: 'east', at: BEGAN + 20_000 }],
  counted: [
    { key: 'doomed', verdict: 'accepted', requests: 4 },
    { key: 'doomed', verdict: 'revoked', requests: 2 },
    { key: 'steady', verdict: 'accepted', requests: 2 },
    { key: '', verdict: 'status_stale', requests: 2 },
    { key: '', verdict: 'unknown_issuer', requests: 1 },
  ],
  gaps: [{ gateway: 'east', begins: BEGAN + 19_300, ends: BEGAN + 21_000 }],
}

const broken = (record: FaultRunRecord) =>
  Object.entries(judgeRecord(record)).flatMap(([guarantee, found]) => (found.length > 0 ? [guarantee] : []))
const withAsked = (...more: readonly AskedRequest[]): FaultRunRecord => ({
  ...GOOD,
  asked: [...GOOD.asked, ...more],
  // Counted like all others, so that only the guarantee in question is broken.
  counted: [
    ...GOOD.counted,
    ...more.map(({ key, answer }) => ({ key: key === 'foreign' ? '' : key, verdict: answer, requests: 1 })),
  ],
})
const withRevocation = (changes: Partial<Revocation>): FaultRunRecord => ({
  ...GOOD,
  revocations: [{ ...REVOCATION, ...changes }],
})
const withCounted = (key: string, verdict: string, requests: number): FaultRunRecord => ({
  ...GOOD,
  counted: GOOD.counted.map((row) => (row.key === key && row.verdict === verdict ? { ...row, requests } : row)),
})

it('finds nothing in a run in which everything was as it should be', () => {
  expect(broken(GOOD)).toEqual([])
})

const AFTER_DEATH = 'No request that was sent after its key was dead at a gateway is accepted there'
const REFUSED = 'No request with a valid key is refused'
const NAMED = 'A dead key is refused by name'
const FOREIGN = 'A key of another organization opens nothing'
const AWAY = 'No request with a valid key fails while all portals are away'
const RECEIPTS = 'Every receipt completes, and no deadline is further away than the staleness'
const STANDS = 'A receipt stands by what it has said'
const COUNTED = 'What was answered is counted, except in reported gaps, and nothing twice'
const LOST = 'A killed gateway loses its last second at most, and reports it'

const DOCTORED: readonly (readonly [what: string, guarantee: keyof typeof GUARANTEES, record: FaultRunRecord])[] = [
  [
    'accepted a millisecond after the acknowledgement',
    AFTER_DEATH,
    withAsked(ask('doomed', 'east', 1_041, 'accepted')),
  ],
  [
    'accepted after the deadline of a gateway that was cut off',
    AFTER_DEATH,
    withAsked(ask('doomed', 'west', 9_001, 'accepted')),
  ],
  ['accepted by a gateway that held no lease', AFTER_DEATH, withAsked(ask('doomed', 'idle', 1_021, 'accepted'))],
  ['a valid key called revoked', REFUSED, withAsked(ask('steady', 'east', 2_100, 'revoked'))],
  ['a key called revoked before anyone revoked it', REFUSED, withAsked(ask('doomed', 'east', 100, 'revoked'))],
  ['a valid key answered by a broken proxy', REFUSED, withAsked(ask('steady', 'east', 2_100, 'status 502'))],
  ['a dead key that nobody recognizes', NAMED, withAsked(ask('doomed', 'east', 5_000, 'bad_signature'))],
  ['a key of another organization that opens an app', FOREIGN, withAsked(ask('foreign', 'east', 3_100, 'accepted'))],
  ['a stale gateway while the portals are away', AWAY, withAsked(ask('steady', 'east', 31_000, 'status_stale'))],
  ['a broken connection while the portals are away', AWAY, withAsked(ask('steady', 'east', 31_000, 'broken'))],
  ['a receipt that never completes', RECEIPTS, withRevocation({ receipt: undefined })],
  [
    'a deadline beyond the staleness',
    RECEIPTS,
    withRevocation({
      receiptAtEnd: receiptOf(
        ENTRIES.map((entry) => (entry.gateway === 'east' ? { ...entry, refusesFrom: at(11_021) } : entry)),
      ),
    }),
  ],
  [
    'an acknowledgement that was taken back',
    STANDS,
    withRevocation({ receiptAtEnd: receiptOf(ENTRIES.map((entry) => ({ ...entry, acknowledgedAt: null }))) }),
  ],
  [
    'a deadline that was put off',
    STANDS,
    withRevocation({
      receiptAtEnd: receiptOf(
        ENTRIES.map((entry) => (entry.gateway === 'west' ? { ...entry, refusesFrom: at(9_900) } : entry)),
      ),
    }),
  ],
  ['a gateway that vanished from a receipt', STANDS, withRevocation({ receiptAtEnd: receiptOf(ENTRIES.slice(0, 1)) })],
  ['a request counted twice', COUNTED, withCounted('doomed', 'accepted', 5)],
  ['a request not counted', COUNTED, withCounted('doomed', 'revoked', 1)],
  [
    'requests that nobody sent',
    COUNTED,
    { ...GOOD, counted: [...GOOD.counted, { key: 'steady', verdict: 'expired', requests: 2 }] },
  ],
  ['more lost than the gap says', COUNTED, withCounted('steady', 'accepted', 1)],
  ['a kill without a gap', LOST, { ...GOOD, gaps: [] }],
  [
    'a kill that cost ten seconds',
    LOST,
    { ...GOOD, gaps: [{ gateway: 'east', begins: BEGAN + 10_000, ends: BEGAN + 21_000 }] },
  ],
]

it.each(DOCTORED)('finds %s', (_, guarantee, record) => {
  expect(broken(record)).toContain(guarantee)
})

it('has a doctored record for each guarantee', () => {
  expect(new Set(DOCTORED.map(([, guarantee]) => guarantee))).toEqual(new Set(Object.keys(GUARANTEES)))
})
