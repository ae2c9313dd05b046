import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { test } from 'vitest'
import { layCable } from '@/e2e/processes/cable'
import { until } from '@/e2e/processes/until'
import { listenForChanges } from '@/lib/db/listen'
import { createTestDatabase } from '@/lib/db/testing/test-database'

test('a connection that has fallen silent is given up, and another one hears again', async () => {
  const database = await createTestDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'aura-listen-'))
  const socket = '.s.PGSQL.5432'
  const far = new URL(database.databaseUrl).searchParams.get('host') ?? ''
  const cable = await layCable({ path: join(folder, socket) }, () => ({ path: join(far, socket) }))
  const heard: string[] = []
  const listener = listenForChanges(
    database.databaseUrl.replace(encodeURIComponent(far), encodeURIComponent(folder)),
    (notice) => heard.push(notice ? String(notice.seq) : 'anew'),
    { everyMilliseconds: 50, answerMilliseconds: 500 },
  )
  const client = new pg.Client({ connectionString: database.databaseUrl })
  await client.connect()
  const notify = (seq: number) =>
    client.query(`select pg_notify('aura_changes', $1)`, [JSON.stringify({ organizationId: 'org_1', seq })])
  try {
    await until('it listens', () => heard.length === 1)
    await notify(1)
    await until('it hears', () => heard.includes('1'))
    cable.silence()
    await notify(2)
    // What was sent into the silence is lost with its connection.
    cable.cut()
    cable.restore()
    await until('it listens anew', () => heard.filter((word) => word === 'anew').length === 2)
    cable.silence()
    const { made } = cable
    const words = heard.length
    await until('it has given up, and tries again', () => cable.made > made)
    cable.restore()
    await until('it listens once more', () => heard.length > words)
    await notify(3)
    await until('it hears again', () => heard.includes('3'))
  } finally {
    await listener.close()
    await client.end()
    await cable.close()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }
})
