import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '@/lib/db/generated/client'
import { type Tx, txOf } from '@/lib/db/tx'

export interface Database {
  /** Runs `work` in one transaction: committed when it returns, rolled back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: { readonly snapshot?: boolean }): Promise<T>
  /** For the one table that a library keeps for itself: the limits of sign-in attempts. */
  readonly rateLimits: PrismaClient
  readonly url: string
  /** Throws when the server does not answer. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** Longest that a transaction may run, and wait for a connection, in milliseconds. */
const TRANSACTION_MILLISECONDS = 30_000
const WAIT_MILLISECONDS = 15_000
/**
 * Postgres ends a transaction whose portal says nothing for so long. A machine that vanishes in the middle of one keeps its
 * locks until TCP gives up, hours later; with the head row among them no other portal could commit, or renew a lease.
 */
const SILENT_MILLISECONDS = 10_000

/** Opens a pool on a Postgres server; `url` is a `postgresql://` URL, whose `host` parameter may be a socket folder. */
export function openDatabase(url: string, connections = 10): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'aura-portal',
    // Prisma's adapter writes moments without an offset and drops the offset of those it reads: it has to be zero on both ways.
    // And a page of the portal is had sooner than helping processes are started, or a query is compiled, for it.
    // What isolation a transaction has is said once for the connection, not anew by each of them.
    options: `-c TimeZone=UTC -c default_transaction_isolation=read\\ committed -c idle_in_transaction_session_timeout=${SILENT_MILLISECONDS} -c max_parallel_workers_per_gather=0 -c jit=off`,
  })
  // An idle connection that Postgres closes is replaced at the next query; without a listener the process would end.
  pool.on('error', () => undefined)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) })
  return {
    url,
    rateLimits: prisma,
    transaction: (work, { snapshot = false } = {}) =>
      prisma.$transaction((client) => work(txOf(client)), {
        timeout: TRANSACTION_MILLISECONDS,
        maxWait: WAIT_MILLISECONDS,
        ...(snapshot ? { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead } : {}),
      }),
    async ping() {
      await prisma.$queryRaw`select 1`
    },
    close: () => prisma.$disconnect(),
  }
}
