import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runFolder } from '@/e2e/ground/run-folder'

/** What tests know of the installation that the run has started. */
export interface Installation {
  readonly portalUrl: string
  readonly gatewayUrl: string
  /** Where the sample apps answer, each below its own path. */
  readonly appsUrl: string
  readonly databaseUrl: string
  /** Holds the installation's own secrets, for a second portal of it. */
  readonly dataDir: string
  /** Of the server that the database is on, as `pg` takes it. */
  readonly server: { readonly host: string; readonly user: string; readonly database: string }
  /** Of portal, worker and operator's commands. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** What each process has said so far, by its name. */
  readonly logs: Readonly<Record<'portal' | 'gateway' | 'worker' | 'apps', string>>
}

const file = () => join(runFolder(), 'installation.json')

export function writeInstallation(installation: Installation): void {
  writeFileSync(file(), JSON.stringify(installation), { mode: 0o600 })
}

let known: Installation | undefined

export function installation(): Installation {
  known ??= JSON.parse(readFileSync(file(), 'utf8')) as Installation
  return known
}
