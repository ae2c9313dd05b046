import { clientOf, type Tx } from '@/lib/db/tx'

/** Postgres's clock, in milliseconds: with several portals there is one clock. */
export async function readClock(tx: Tx): Promise<Date> {
  const [row] = await clientOf(tx).$queryRaw<
    [{ now: Date }]
  >`select date_trunc('milliseconds', clock_timestamp()) as now`
  return row.now
}
