/** Vitest's global setup for tests on a real database: one server for the run, and one migrated database to copy for each file. */
import pg from 'pg'
import { runNode } from './run-node.mjs'
import { startThrowAwayPostgres } from './throw-away-postgres.mjs'

const TEMPLATE = 'aura_template'

/** @param {import('vitest/node').TestProject} project */
export default async function setup(project) {
  const postgres = await startThrowAwayPostgres({ command: 'npm test (database)' })
  const client = new pg.Client(postgres.connection)
  await client.connect()
  await client.query(`create database ${TEMPLATE}`)
  await client.end()
  const migrated = await runNode(['scripts/migrate.mjs'], {
    environment: { ...process.env, DATABASE_URL: postgres.databaseUrl.replace('/aura?', `/${TEMPLATE}?`) },
  })
  if (migrated.code !== 0) {
    await postgres.stop()
    throw new Error(`The test database could not be migrated:\n${migrated.output}`)
  }
  project.provide('testPostgres', { ...postgres.connection, template: TEMPLATE })
  return () => postgres.stop()
}
