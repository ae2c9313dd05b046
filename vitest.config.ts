import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Folders whose tests stand on a real PostgreSQL. Everything else is `unit`, so no test file can fall between the two. */
const ON_A_DATABASE = [
  '{lib/operations,lib/db,lib/jobs,lib/server,worker,operator,prisma,scripts}/**/*.test.ts',
  '**/*.database.test.ts',
]
const LONG = ['**/*.long.test.ts']
const NEVER_BUILT = ['**/node_modules/**', '.next/**', 'dist/**', '.data/**']
const NEVER = [...NEVER_BUILT, 'e2e/processes/**']
/** On the built product: real processes that are started, cut off and killed. */
const PROCESSES = ['e2e/processes/**/*.test.ts']
/** Asks a few in every run, and in the long one everybody. */
const ASKS_EVERYBODY = 'e2e/processes/roles.test.ts'

const placeOf = (path: string) => fileURLToPath(new URL(path, import.meta.url)).replace(/\/$/, '')
// The paths of tsconfig.json; the longer one first, since the first that fits is taken.
const shared = { resolve: { alias: { '@/words': placeOf('lib/core/words/en'), '@': placeOf('.') } } }

export default defineConfig({
  test: {
    // More than there are cores on a small machine: most of these tests wait, for a gateway, for PostgreSQL, for a moment to come.
    maxWorkers: 3,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          // Files leave nothing behind in the process that they run in; to load everything anew for each costs more than the tests.
          isolate: false,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...NEVER, ...ON_A_DATABASE, ...LONG],
          // Properties take a second or two on a machine with nothing else to do.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          isolate: false,
          include: ON_A_DATABASE,
          exclude: [...NEVER, ...LONG],
          globalSetup: 'scripts/vitest-database.mjs',
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'processes',
          // What these files share is the product's own code, loaded to lay the ground; a file ends every process that it starts.
          isolate: false,
          include: PROCESSES,
          exclude: [...NEVER_BUILT, ...LONG],
          provide: { asksEverybody: false },
          globalSetup: ['scripts/vitest-database.mjs', 'e2e/processes/build-product.ts'],
          // Each test starts and kills processes of its own, and mostly waits for them.
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'long-processes',
          include: [...PROCESSES.map((pattern) => pattern.replace('.test.ts', '.long.test.ts')), ASKS_EVERYBODY],
          exclude: NEVER_BUILT,
          provide: { asksEverybody: true },
          globalSetup: ['scripts/vitest-database.mjs', 'e2e/processes/build-product.ts'],
          fileParallelism: false,
          testTimeout: 30 * 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'long',
          include: LONG,
          exclude: NEVER,
          globalSetup: 'scripts/vitest-database.mjs',
          testTimeout: 30 * 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
