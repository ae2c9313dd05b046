import pg from 'pg'

/** A statement as it went to the server. */
export interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** What PostgreSQL did for some statements. */
export interface Effort {
  readonly statements: number
  /** Pages of 8 KiB that were looked at, in memory or not. */
  readonly buffers: number
  /** Tables that were read from one end to the other, or sorted out row by row from a bitmap that had become too coarse. */
  readonly seqScans: readonly string[]
  readonly milliseconds: number
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}

/**
 * Runs `work` and returns the reading statements that it sent, caught where they leave the process: what is explained afterwards is what
 * the product asks, and no copy of it that could fall behind.
 */
export async function captureStatements(work: () => Promise<unknown>): Promise<readonly Statement[]> {
  const caught: Statement[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: Parameters<typeof query>) {
    const [asked, values] = args as unknown as [string | Statement, readonly unknown[] | undefined]
    const statement = typeof asked === 'string' ? { text: asked, values: values ?? [] } : asked
    if (/^\s*(?:select|with)\b/i.test(statement.text))
      caught.push({ text: statement.text, values: values ?? statement.values })
    return query.apply(this, args)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return caught
}

/** Has PostgreSQL run the statements once more and say what they took. */
export async function effortOf(client: pg.Client, statements: readonly Statement[]): Promise<Effort> {
  const found = { statements: statements.length, buffers: 0, seqScans: [] as string[], milliseconds: 0 }
  for (const { text, values } of statements) {
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, [...values])
    const [{ Plan: plan, 'Execution Time': milliseconds, 'Planning Time': planning }] = rows[0]['QUERY PLAN']
    found.buffers += plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
    found.milliseconds += milliseconds + planning
    found.seqScans.push(...seqScansIn(plan))
  }
  return found
}

const seqScansIn = (plan: Plan): string[] => [
  ...(plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] ? [plan['Relation Name']] : []),
  ...(plan.Plans ?? []).flatMap(seqScansIn),
]
