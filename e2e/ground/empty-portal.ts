import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { installation } from '@/e2e/ground/installation'
import { type Portal, startPortal } from '@/e2e/ground/portal'
import { runFolder } from '@/e2e/ground/run-folder'
import { sentenceOf } from '@/lib/core/failures'
import { openPlatform, readEnvironment } from '@/lib/operations/environment'
import { inviteMember } from '@/lib/operations/invite-member'
import { listOrganizationsForOperator } from '@/lib/operations/list-organizations'
import { perform, performForAccount } from '@/lib/operations/perform'
import { migrateDatabase } from '@/scripts/prepare.mjs'
import { runNode } from '@/scripts/run-node.mjs'

const ORIGIN = { address: '127.0.0.1', agent: 'browser tests', requestId: 'browser-tests' } as const

export interface EmptyPortal extends Portal {
  /** What an operator with a shell on this machine is answered. */
  operator(...args: readonly string[]): Promise<string>
  /** The link by which somebody may join its first organization, as a Developer. */
  invite(email: string): Promise<string>
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
    async invite(email) {
      const platform = openPlatform(readEnvironment(portal.environment))
      try {
        const organizations = await performForAccount(platform, listOrganizationsForOperator, ORIGIN, {})
        const [organization] = organizations.ok ? organizations.value : []
        if (!organization) throw new Error('There is no organization to invite to')
        const operator = { kind: 'operator', organizationId: organization.id } as const
        const sent = await perform(platform, inviteMember, operator, ORIGIN, { email, role: 'developer' })
        if (!sent.ok) throw new Error(sentenceOf(sent.failure))
        return sent.value.url
      } finally {
        await platform.database.close()
      }
    },
  }
}
