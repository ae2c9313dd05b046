/**
 * Who may import whom (docs/architecture.md). scripts/check-walls.mjs shows that each of these rules fires, so a rule here
 * without a bad line there fails the check.
 */

/** What a room may import of our own code; packages and Node's modules are walled off by rules of their own below. */
const ROOMS = {
  'lib/contract': ['lib/core'],
  'lib/crypto': ['lib/core'],
  'lib/status': ['lib/core'],
  'lib/outbound': ['lib/core'],
  'lib/inbound': ['lib/core'],
  'lib/db': ['lib/core'],
  'lib/operations': ['lib/core', 'lib/contract', 'lib/crypto', 'lib/db', 'lib/status', 'lib/outbound', 'lib/inbound'],
  'lib/jobs': ['lib/core', 'lib/contract', 'lib/crypto', 'lib/db', 'lib/status', 'lib/outbound', 'lib/operations'],
  'lib/server': [
    'lib/core',
    'lib/contract',
    'lib/crypto',
    'lib/db',
    'lib/status',
    'lib/outbound',
    'lib/inbound',
    'lib/operations',
  ],
  components: ['lib/core', 'lib/contract'],
  app: ['lib/core', 'lib/contract', 'lib/crypto', 'lib/operations', 'lib/server', 'components'],
  gateway: ['lib/core', 'lib/crypto', 'lib/status', 'lib/outbound', 'lib/inbound', 'package.json'],
  sdk: ['lib/core', 'lib/crypto', 'lib/status'],
  worker: ['lib/core', 'lib/operations', 'lib/jobs'],
  operator: ['lib/core', 'lib/contract', 'lib/operations'],
  cli: [],
}

const starting = (folders) => `^(?:${folders.map((folder) => folder.replaceAll('.', '\\.')).join('|')})(?:/|$)`

const rooms = Object.entries(ROOMS).map(([room, mayImport]) => ({
  name: `${room.replace('lib/', '')}-imports-only-its-own`,
  comment: mayImport.length > 0 ? `${room} may import ${mayImport.join(', ')}.` : `${room} imports nothing of ours.`,
  severity: 'error',
  from: { path: starting([room]) },
  to: {
    path: '^(?!node_modules|.*/node_modules/)[^:]+/',
    pathNot: starting([room, ...mayImport]),
    dependencyTypes: ['local', 'aliased', 'aliased-tsconfig'],
  },
}))

const PACKAGE = (names) => `(?:^|/)node_modules/(?:${names.join('|')})/`

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-imports-nothing',
      comment: 'Decisions are pure: no clock, no database, not even a module of Node.',
      severity: 'error',
      from: { path: '^lib/core/' },
      to: { pathNot: '^lib/core/' },
    },
    ...rooms,
    {
      name: 'contract-knows-only-shapes',
      comment:
        'A shape is described by zod, a moment by date-fns, an address by ipaddr.js; all of them run in a browser too.',
      severity: 'error',
      from: { path: '^lib/contract/' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: PACKAGE(['zod', 'date-fns', '@date-fns/tz', 'ipaddr\\.js']) },
    },
    {
      name: 'data-plane-reaches-no-control-plane',
      comment:
        'The gateway answers 45,000 requests a second from memory. Nothing on its way may pull in a framework or a database.',
      severity: 'error',
      from: { path: '^(?:gateway|sdk|lib/status|lib/crypto|lib/outbound|lib/inbound)/' },
      to: {
        path: `^lib/(?:db|operations|server|jobs|contract)/|${PACKAGE(['next', 'next-auth', 'react', 'react-dom', 'pg', 'zod', '@prisma/[^/]+'])}`,
        reachable: true,
      },
    },
    {
      name: 'only-db-knows-prisma',
      severity: 'error',
      from: { pathNot: '^(?:lib/db|scripts)/' },
      to: { path: `^lib/db/generated/|${PACKAGE(['@prisma/[^/]+', 'prisma'])}` },
    },
    {
      name: 'only-session-knows-next-auth',
      severity: 'error',
      from: { pathNot: '^lib/server/session\\.ts$' },
      to: { path: PACKAGE(['next-auth']) },
    },
    {
      name: 'only-ui-link-knows-next-link',
      comment: "Next's own fetches ahead whatever is in sight.",
      severity: 'error',
      from: { pathNot: '^components/ui/link\\.tsx$' },
      to: { path: '(?:^|/)node_modules/next/link\\.' },
    },
    {
      name: 'operations-know-no-framework',
      comment: 'An operation is run by pages, routes, jobs and commands alike.',
      severity: 'error',
      from: { path: '^lib/(?!server/)' },
      to: { path: PACKAGE(['next', 'next-auth', 'react', 'react-dom']) },
    },
    {
      name: 'lib-knows-no-entry-point',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(?:app|components|gateway|worker|operator|cli|sdk|prisma|bench|e2e|scripts)/' },
    },
    {
      name: 'ui-knows-no-domain',
      comment: 'The design system would serve another product just as well. It has words of its own in the catalogue.',
      severity: 'error',
      from: { path: '^components/ui/' },
      to: { path: '^(?:lib/(?!core/words/)|app|components/(?!ui/))' },
    },
    {
      name: 'scripts-run-before-packages-are-there',
      comment: 'run.mjs installs the packages, so what it loads may use only what Node.js brings.',
      severity: 'error',
      from: {
        path: '^scripts/',
        pathNot:
          '^scripts/(?:migrations/|(?:migrate|check-migrations|write-migration|empty-database|vitest-database|check-walls|words-in-pages)\\.mjs$)',
      },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-optional'], dynamic: false },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment: 'An import that leads nowhere would pass every other wall.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // A type of the wrong room is the wrong room too.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.test\\.tsx?$|^lib/db/generated/internal/|^lib/db/testing/|\\.css$' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}

// For scripts/check-walls.mjs; hidden, since dependency-cruiser refuses members that it does not know.
Object.defineProperty(module.exports, 'rooms', { value: ROOMS, enumerable: false })
