import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Everything that one run writes: sessions, logs, traces. It is named by the process that the run began in; those that
 * it starts find the name in their environment.
 */
export function runFolder(): string {
  process.env.AURA_E2E_RUN ??= join(tmpdir(), `aura-e2e-${process.pid}-${Date.now().toString(36)}`)
  return process.env.AURA_E2E_RUN
}

export const sessionFile = (role: string) => join(runFolder(), 'sessions', `${role}.json`)
