import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { captureStatements, effortOf } from '@/lib/db/testing/captured-statements'
import { seedManyKeys } from '@/lib/db/testing/many-keys'
import { findManyKeys, LEVELS, type Level, PANEL_QUESTIONS, type Question } from '@/lib/db/testing/panel-questions'
import { openTwoOrganizations } from '@/lib/operations/testing/two-organizations'

/**
 * The panel over a thousand keys and over a million, in pages of 8 KiB that PostgreSQL looks at: unlike time they are the same on every
 * machine. The statements are those that the product sends, caught on their way.
 */
const FEW = await organizationWith(1_000)
const MANY = await organizationWith(1_000_000)

async function organizationWith(keys: number) {
  const { platform, databaseUrl, acme, makeApp, makeKey } = await openTwoOrganizations()
  await seedManyKeys(databaseUrl, await makeKey(acme.developer, await makeApp(acme.developer)), keys)
  const client = new pg.Client({
    connectionString: databaseUrl,
    options: '-c TimeZone=UTC -c max_parallel_workers_per_gather=0 -c jit=off',
  })
  await client.connect()
  afterAll(() => client.end())
  const about = await findManyKeys(client, acme.id)
  return {
    async effort({ ask }: Question, level: Level) {
      let rows = 0
      const statements = await captureStatements(() =>
        platform.database.transaction(async (tx) => {
          rows = await ask(tx, about, LEVELS[level](about), new Date())
        }),
      )
      return { rows, ...(await effortOf(client, statements)) }
    },
  }
}

const TABLES_TOO_LARGE = ['api_key', 'key_use', 'usage_hour', 'usage_day', 'key_caller', 'key_request']

describe.each(Object.keys(LEVELS) as Level[])('the panel of a whole %s', (level) => {
  test.each(PANEL_QUESTIONS)('asks for $name with bounded effort', async (question) => {
    const few = await FEW.effort(question, level)
    const many = await MANY.effort(question, level)
    const [each, ofFew] = [many.buffers / Math.max(1, many.rows), few.buffers / Math.max(1, few.rows)]
    console.log(
      `${level}, ${question.name}: ${few.buffers} pages for ${few.rows} rows of 1,000 keys, ${many.buffers} for ${many.rows} of 1,000,000`,
    )
    expect(many.seqScans.filter((table) => TABLES_TOO_LARGE.includes(table))).toEqual([])
    if ('times' in question.atMost) expect(each / ofFew).toBeLessThanOrEqual(question.atMost.times)
    else expect(many.buffers).toBeLessThanOrEqual(question.atMost.buffers)
  })
})
