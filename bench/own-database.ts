import { randomUUID } from 'node:crypto'
import { rowsOf } from '@/e2e/processes/rows'

/** Runs a measurement on a copy of the migrated, empty database, so that none finds what another has left. */
export async function withOwnDatabase<T>(databaseUrl: string, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const template = new URL(databaseUrl).pathname.slice(1)
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const at = (database: string) => databaseUrl.replace(`/${template}?`, `/${database}?`)
  await rowsOf(at('postgres'), `create database ${name} template ${template}`)
  try {
    return await work(at(name))
  } finally {
    await rowsOf(at('postgres'), `drop database ${name} with (force)`)
  }
}
