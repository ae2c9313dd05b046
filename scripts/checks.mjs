/** Everything that can be said about the code without running it, side by side. */
import { belowSecurityFloor } from './check-security-floor.mjs'
import { generateClient } from './generate.mjs'
import { runNode } from './run-node.mjs'
import { startThrowAwayPostgres } from './throw-away-postgres.mjs'

const CHECKS = {
  'lint and format': () => runNode(['node_modules/@biomejs/biome/bin/biome', 'check', '--max-diagnostics=50']),
  types,
  walls: () => runNode(['scripts/check-walls.mjs']),
  words: () => runNode(['scripts/check-words.mjs']),
  'dead code': () => runNode(['node_modules/knip/bin/knip.js', '--no-progress', '--treat-config-hints-as-errors']),
  'schema and migrations agree': migrationsAgree,
  'security floor': async () => {
    const problems = belowSecurityFloor()
    return { code: problems.length, output: problems.join('\n') }
  },
}

/**
 * @typedef {{ name: string, passed: boolean, seconds: number, output: string }} CheckResult
 * @param {(result: CheckResult) => void} onResult called as each ends
 * @returns {Promise<CheckResult[]>}
 */
export async function runChecks(onResult = () => {}) {
  await generateClient()
  return Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => {
      const begun = Date.now()
      const { code, output } = await check().catch((error) => ({ code: 1, output: error.message }))
      const result = { name, passed: code === 0, seconds: (Date.now() - begun) / 1000, output: output.trim() }
      onResult(result)
      return result
    }),
  )
}

/** Next describes its routes in types of its own, which are made from the tree and not committed. */
async function types() {
  const routes = await runNode(['node_modules/next/dist/bin/next', 'typegen'], {
    environment: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  })
  if (routes.code !== 0) return routes
  return runNode([
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--project',
    'tsconfig.check.json',
    '--pretty',
    'false',
  ])
}

async function migrationsAgree() {
  const postgres = await startThrowAwayPostgres({ command: 'npm run check' })
  try {
    return await runNode(['scripts/check-migrations.mjs'], {
      environment: { ...process.env, DATABASE_URL: postgres.databaseUrl },
    })
  } finally {
    await postgres.stop()
  }
}
