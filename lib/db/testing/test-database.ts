/** A migrated database of its own for one test file, on the server that the `database` project starts. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  export interface ProvidedContext {
    testPostgres: { host: string; user: string; database: string; template: string }
  }
}

export interface TestDatabase {
  readonly name: string
  readonly databaseUrl: string
  /** Closes every connection to it and deletes it. */
  drop(): Promise<void>
}

/** An empty database has no tables at all: for tests of the migrations themselves. What is copied from may have no connections. */
export async function createTestDatabase({
  empty = false,
  copyOf,
}: {
  readonly empty?: boolean
  readonly copyOf?: Pick<TestDatabase, 'name'>
} = {}): Promise<TestDatabase> {
  const { host, user, database, template } = inject('testPostgres')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await administer(`create database ${name} template ${empty ? 'template0' : (copyOf?.name ?? template)}`)
  return {
    name,
    databaseUrl: `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host)}`,
    drop: () => administer(`drop database if exists ${name} with (force)`),
  }

  async function administer(statement: string) {
    const client = new pg.Client({ host, user, database })
    await client.connect()
    try {
      await client.query(statement)
    } finally {
      await client.end()
    }
  }
}
