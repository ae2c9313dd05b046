import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fullReport } from '@/e2e/fault-run/fault-run-report'
import { judgeRecord } from '@/e2e/fault-run/judge-record'
import { runWithFaults } from '@/e2e/processes/fault-run'
import { faultSeed } from '@/e2e/processes/fault-seed'

it('keeps every promise through a thousand revocations under load, whatever is killed or cut meanwhile', async () => {
  const seed = faultSeed()
  const record = await runWithFaults({
    seed,
    portals: 2,
    gateways: 4,
    revocations: 1_000,
    seconds: 230,
    stalenessSeconds: 20,
    pace: 25,
    awaySeconds: 60,
    faults: [
      { kind: 'gateway_killed', times: 14, lastsMilliseconds: [0, 2_000] },
      { kind: 'portal_killed', times: 7, lastsMilliseconds: [0, 2_000] },
      { kind: 'worker_killed', times: 2, lastsMilliseconds: [0, 2_000] },
      { kind: 'feed_cut', times: 8, lastsMilliseconds: [100, 3_000] },
      // Longer than a lease, so that its deadline comes.
      { kind: 'feed_cut', times: 1, lastsMilliseconds: [24_000, 28_000] },
      { kind: 'feed_silent', times: 3, lastsMilliseconds: [2_000, 15_000] },
      { kind: 'database_cut', times: 1, lastsMilliseconds: [2_000, 6_000] },
      { kind: 'database_cut', times: 1, lastsMilliseconds: [22_000, 26_000] },
      { kind: 'database_silent', times: 3, lastsMilliseconds: [2_000, 15_000] },
      { kind: 'postgres_restarted', times: 1, lastsMilliseconds: [0, 0] },
      { kind: 'postgres_crashed', times: 2, lastsMilliseconds: [0, 0] },
    ],
    log: console.log,
  })
  const report = [`Seed ${seed}.`, '', ...fullReport(record)].join('\n')
  console.log(report)
  const { AURA_FAULT_REPORT: path } = process.env
  if (path) writeFileSync(path, `${report}\n`)
  for (const [guarantee, found] of Object.entries(judgeRecord(record))) expect(found, guarantee).toEqual([])
  expect(record.revocations).toHaveLength(1_000)
})
