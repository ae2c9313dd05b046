/** What the README's commands call: `node scripts/run.mjs <command>`. Only Node's built-ins, since nothing is installed yet when it begins. */
import { assertNodeVersion } from './node-version.mjs'

const COMMANDS = {
  demo: ['two sample organizations on the embedded database, everything running', () => import('./commands/demo.mjs')],
  start: ['the real thing: portal, worker and gateway', () => import('./commands/start.mjs')],
  dev: ["the demo, with Next's development server", () => import('./commands/dev.mjs')],
  test: ['everything: static checks, unit, database and browser tests', () => import('./commands/test.mjs')],
  'test:long': ['the long fault runs', () => import('./commands/test-long.mjs')],
  check: ['types, lint, walls, dead code, migrations', () => import('./commands/check.mjs')],
  bench: ['the measurements', () => import('./commands/bench.mjs')],
  gateway: ['a gateway alone (AURA_PORTAL_URL, AURA_GATEWAY_TOKEN)', () => import('./commands/gateway.mjs')],
  worker: ['a worker alone', () => import('./commands/worker.mjs')],
  migrate: ['bring the database up to date and stop', () => import('./commands/migrate.mjs')],
  migration: ['<name>: write the next migration from the schema', () => import('./commands/migration.mjs')],
  'reset-password': ['<email>: print a link that sets a new password', () => import('./commands/operator.mjs')],
  'create-organization': [
    '--name <name> --slug <slug> --owner <email>: make another organization',
    () => import('./commands/operator.mjs'),
  ],
  'new-epoch': [
    '<slug>: after a restored backup, tell the gateways to start over',
    () => import('./commands/operator.mjs'),
  ],
  'new-kek': ['put a new key-encryption key in front', () => import('./commands/new-kek.mjs')],
  reseal: ['[--status]: seal everything with the first key of AURA_KEK_FILE', () => import('./commands/operator.mjs')],
}

const [command = '', ...args] = process.argv.slice(2)
const [, load] = COMMANDS[command] ?? []
if (!load) {
  console.error(`${command ? `There is no command "${command}". ` : ''}The commands are:`)
  for (const [name, [purpose]] of Object.entries(COMMANDS)) console.error(`  npm run ${name.padEnd(20)} ${purpose}`)
  process.exit(2)
}

try {
  assertNodeVersion()
  const { run } = await load()
  process.exit((await run(args, command)) ?? 0)
} catch (error) {
  // What a person can put right is a sentence. The rest of the stack helps only whoever works on this.
  console.error(`\n${process.env.AURA_DEBUG ? error.stack : error.message}`)
  process.exit(1)
}
