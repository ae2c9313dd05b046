import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

/**
 * Runs works at the same time on connections of their own, in an order that is certain: another connection holds a lock that all of them
 * need, each is started when the one before it waits in Postgres, and then the lock is given up. Postgres serves waiters in their order.
 */
export async function queuedBehind<const T extends readonly (() => Promise<unknown>)[]>(
  databaseUrl: string,
  lock: { readonly text: string; readonly values?: readonly unknown[] },
  works: T,
): Promise<{ -readonly [I in keyof T]: Awaited<ReturnType<T[I]>> }> {
  const holder = new pg.Client({ connectionString: databaseUrl })
  const watcher = new pg.Client({ connectionString: databaseUrl })
  await holder.connect()
  await watcher.connect()
  try {
    await holder.query('begin')
    await holder.query(lock.text, [...(lock.values ?? [])])
    const running: Promise<unknown>[] = []
    for (const [index, work] of works.entries()) {
      let ended = false
      const promise = work().finally(() => {
        ended = true
      })
      promise.catch(() => undefined)
      running.push(promise)
      while (!ended && (await countWaiting(watcher)) <= index) await delay(2)
      if (ended) throw new Error(`Work ${index} did not wait for the lock: ${JSON.stringify(await promise)}`)
    }
    await holder.query('commit')
    return (await Promise.all(running)) as { -readonly [I in keyof T]: Awaited<ReturnType<T[I]>> }
  } finally {
    await holder.end()
    await watcher.end()
  }
}

async function countWaiting(watcher: pg.Client): Promise<number> {
  const { rows } = await watcher.query<{ waiting: number }>(
    `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  )
  return rows[0]?.waiting ?? 0
}
