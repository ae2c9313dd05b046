import { expect, it } from 'vitest'
import { fullReport } from '@/e2e/fault-run/fault-run-report'
import { judgeRecord } from '@/e2e/fault-run/judge-record'
import { runWithFaults } from '@/e2e/processes/fault-run'
import { faultSeed } from '@/e2e/processes/fault-seed'

it('keeps every promise while each kind of fault happens once, and while all portals are away', async () => {
  const seed = faultSeed()
  const record = await runWithFaults({
    seed,
    portals: 2,
    gateways: 2,
    revocations: 50,
    seconds: 24,
    stalenessSeconds: 6,
    pace: 25,
    awaySeconds: 10,
    faults: [
      { kind: 'gateway_killed', times: 2, lastsMilliseconds: [0, 500] },
      { kind: 'portal_killed', times: 1, lastsMilliseconds: [0, 500] },
      { kind: 'worker_killed', times: 1, lastsMilliseconds: [0, 500] },
      // Longer than a lease, so that its deadline comes.
      { kind: 'feed_cut', times: 1, lastsMilliseconds: [7_500, 7_500] },
      { kind: 'feed_silent', times: 1, lastsMilliseconds: [2_000, 3_000] },
      { kind: 'database_cut', times: 1, lastsMilliseconds: [1_000, 3_000] },
      { kind: 'database_silent', times: 1, lastsMilliseconds: [2_000, 4_000] },
      { kind: 'postgres_crashed', times: 1, lastsMilliseconds: [0, 0] },
    ],
    log: console.log,
  })
  console.log([`Fault run, seed ${seed}`, ...fullReport(record)].join('\n'))
  for (const [guarantee, found] of Object.entries(judgeRecord(record))) expect(found, guarantee).toEqual([])
  expect(record.revocations).toHaveLength(50)
}, 240_000)
