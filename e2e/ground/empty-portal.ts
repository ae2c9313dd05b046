import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { installation } from '@/e2e/ground/installation'
import { type Portal, startPortal } from '@/e2e/ground/portal'
import { runFolder } from '@/e2e/ground/run-folder'
import { migrateDatabase } from '@/scripts/prepare.mjs'
import { runNode } from '@/scripts/run-node.mjs'

export interface EmptyPortal extends Portal {
  /** What an operator with a shell on this machine is answered. */
  operator(...args: readonly string[]): Promise<string>
}

/** A portal that was never set up, on a database and with secrets of its own. */
export async function startEmptyPortal(): Promise<EmptyPortal> {
  const { server, databaseUrl, gatewayUrl } = installation()
  const name = `empty_${randomBytes(4).toString('hex')}`
  const client = new pg.Client(server)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const own = databaseUrl.replace(`/${server.database}?`, `/${name}?`)
  await migrateDatabase(own, () => {})
  const dataDir = join(runFolder(), name)
  mkdirSync(dataDir, { mode: 0o700 })
  const portal = await startPortal({ databaseUrl: own, dataDir, gatewayUrl })
  return {
    ...portal,
    async operator(...args) {
      const { code, output, stdout } = await runNode(['dist/operator.mjs', ...args], {
        environment: portal.environment,
      })
      if (code !== 0) throw new Error(`operator ${args.join(' ')} ended with ${code}: ${output}`)
      return stdout.trim()
    },
  }
}
