import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { readClock } from '@/lib/db/clock'
import { openDatabase } from '@/lib/db/database'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { clientOf } from '@/lib/db/tx'

const { databaseUrl, drop } = await createTestDatabase()
const server = new pg.Client({ connectionString: databaseUrl })
await server.connect()
await server.query(
  `do $$ begin execute format('alter database %I set timezone to ''Asia/Kolkata''', current_database()); end $$`,
)
await server.end()
const database = openDatabase(databaseUrl, 2)
afterAll(async () => {
  await database.close()
  await drop()
})

test('moments are moments on a server that is set to another time zone too', async () => {
  const moment = new Date('2026-03-01T22:30:00.123Z')
  const { clock, seconds, back } = await database.transaction(async (tx) => {
    const rows = await clientOf(tx).$queryRaw<{ seconds: number; back: Date }[]>`
      select extract(epoch from ${moment}::timestamptz)::float8 as seconds, to_timestamp(${moment.getTime() / 1_000}::float8) as back`
    return { clock: await readClock(tx), seconds: rows[0]?.seconds, back: rows[0]?.back }
  })
  expect(seconds).toBe(moment.getTime() / 1_000)
  expect(back).toEqual(moment)
  expect(Math.abs(clock.getTime() - Date.now())).toBeLessThan(60_000)
})
