/**
 * The walls of .dependency-cruiser.cjs, three ways: nothing in the product crosses one; every source file was looked at; and
 * each wall fires on a bad line, in a small tree made for that. A wall that nobody has seen fire may be a drawing of one.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { CHECKOUT } from './places.mjs'

const CONFIG = join(CHECKOUT, '.dependency-cruiser.cjs')
const ROOTS = ['app', 'components', 'lib', 'gateway', 'worker', 'operator', 'cli', 'sdk', 'bench', 'scripts', 'prisma']
const SINGLE_FILES = ['proxy.ts', 'instrumentation.ts']
const FRAMEWORKS = ['next', 'next-auth', 'react', 'pg', 'zod', '@prisma/client', 'left-pad']

/** For each wall a line that must not pass: in which file, and what it says. Rooms get theirs from `ROOMS` below. */
const BAD_LINES = {
  'core-imports-nothing': [
    ['lib/core/clock.ts', "import 'node:os'"],
    ['lib/core/shape.ts', "import 'zod'"],
    ['lib/core/store.ts', "import '@/lib/db/target'"],
  ],
  'contract-knows-only-shapes': [
    ['lib/contract/file.ts', "import 'node:fs'"],
    ['lib/contract/pad.ts', "import 'left-pad'"],
  ],
  'data-plane-reaches-no-control-plane': [
    ['gateway/direct.ts', "import 'next'"],
    ['gateway/aliased.ts', "import '@/lib/status/through'"],
    ['lib/status/through.ts', "import '../core/through'"],
    ['lib/core/through.ts', "import 'zod'"],
    ['sdk/types.ts', "import type { Client } from '@prisma/client'\nexport type Mine = Client"],
  ],
  'only-db-knows-prisma': [['lib/operations/prisma.ts', "import '@prisma/client'"]],
  'only-session-knows-next-auth': [['lib/server/other.ts', "import 'next-auth'"]],
  'only-ui-link-knows-next-link': [['components/shell/other.ts', "import 'next/link'"]],
  'operations-know-no-framework': [
    ['lib/operations/framework.ts', "import 'next'"],
    ['lib/jobs/framework.ts', "import 'react'"],
  ],
  'lib-knows-no-entry-point': [['lib/operations/entry.ts', "import '@/worker/target'"]],
  'ui-knows-no-domain': [
    ['components/ui/domain.ts', "import '@/lib/core/target'"],
    ['components/ui/neighbour.ts', "import '@/components/keys/target'"],
  ],
  'scripts-run-before-packages-are-there': [['scripts/early.mjs', "import 'left-pad'"]],
  'no-cycles': [
    ['lib/server/circle.ts', "import './circle-back'\nexport const one = 1"],
    ['lib/server/circle-back.ts', "import './circle'\nexport const two = 2"],
  ],
  'not-resolvable': [['lib/server/nowhere.ts', "import '@/lib/server/not-there'"]],
}

const { forbidden, rooms: ROOMS } = createRequire(import.meta.url)(CONFIG)

const results = await Promise.all([checkProduct(), checkThatEachFires()])
for (const problem of results.flat()) console.error(problem)
if (results.flat().length > 0) process.exit(1)
console.log(`${forbidden.length} walls stand, and each fires`)

async function checkProduct() {
  const roots = [...ROOTS, ...SINGLE_FILES].filter((root) => existsSync(join(CHECKOUT, root)))
  const { modules, summary } = await cruise(CHECKOUT, roots)
  const seen = new Set(modules.map(({ source }) => source))
  const sources = roots.flatMap((root) => (SINGLE_FILES.includes(root) ? [root] : sourceFiles(join(CHECKOUT, root))))
  const unseen = sources.filter((path) => !seen.has(path))
  return [
    ...summary.violations.map(({ rule, from, to, via, cycle }) => {
      const way = [...(via ?? cycle ?? [])].map(({ name }) => name)
      const comment = forbidden.find(({ name }) => name === rule.name)?.comment
      return `${rule.name}: ${[from, ...(way.length > 0 ? way : [to])].join(' -> ')}${comment ? `\n  ${comment}` : ''}`
    }),
    ...(unseen.length > 0 ? [`The walls did not look at ${unseen.join(', ')}`] : []),
    ...(sources.length === 0 ? ['The walls found no source file at all'] : []),
  ]
}

async function checkThatEachFires() {
  const folder = mkdtempSync(join(tmpdir(), 'aura-walls-'))
  try {
    const expected = writeBadTree(folder)
    const { summary } = await cruise(
      folder,
      readdirSync(folder).filter((name) => ROOTS.includes(name)),
    )
    const fired = new Set(summary.violations.map(({ rule, from }) => `${rule.name} ${from}`))
    const silent = expected.filter(({ wall, file }) => !fired.has(`${wall} ${file}`))
    const unproven = forbidden.filter(({ name }) => !expected.some(({ wall }) => wall === name))
    return [
      ...silent.map(({ wall, file, line }) => `The wall ${wall} does not fire on ${file}: ${line}`),
      ...unproven.map(({ name }) => `The wall ${name} has no bad line in scripts/check-walls.mjs that shows it firing`),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Every bad line, and for every room one line to each other room that it may not know. */
function writeBadTree(folder) {
  const expected = []
  const write = (path, content) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), `${content}\n`)
  }
  const places = [...Object.keys(ROOMS), 'lib/core', 'components/keys']
  for (const place of places) write(`${place}/target.ts`, 'export const target = 1')
  for (const [room, mayImport] of Object.entries(ROOMS)) {
    for (const other of Object.keys(ROOMS)) {
      if (other === room || mayImport.includes(other)) continue
      const file = `${room}/to-${other.replace('/', '-')}.ts`
      write(file, `import '@/${other}/target'`)
      expected.push({ wall: `${room.replace('lib/', '')}-imports-only-its-own`, file, line: other })
    }
  }
  // These two only lead the way: the crime is reported at the file that reaches a package, or that closes the circle.
  const onTheWay = ['lib/core/through.ts', 'lib/server/circle.ts']
  for (const [wall, lines] of Object.entries(BAD_LINES)) {
    for (const [file, line] of lines) {
      write(file, line)
      if (!onTheWay.includes(file)) expected.push({ wall, file, line })
    }
  }
  for (const name of FRAMEWORKS) {
    write(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, version: '1.0.0', main: 'index.js', types: 'index.d.ts' }),
    )
    write(`node_modules/${name}/index.js`, 'module.exports = {}')
    write(`node_modules/${name}/index.d.ts`, 'export interface Client {}')
  }
  write('node_modules/next/link.js', 'module.exports = {}')
  write('package.json', JSON.stringify({ dependencies: Object.fromEntries(FRAMEWORKS.map((name) => [name, '1.0.0'])) }))
  cpSync(join(CHECKOUT, 'tsconfig.json'), join(folder, 'tsconfig.json'))
  return expected
}

function cruise(folder, roots) {
  const program = join(CHECKOUT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, '--config', CONFIG, '--output-type', 'json', ...roots], {
      cwd: folder,
    })
    let out = ''
    let error = ''
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      out += chunk
    })
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      error += chunk
    })
    child.on('close', () => {
      try {
        resolve(JSON.parse(out))
      } catch {
        reject(new Error(`dependency-cruiser said: ${error || out}`))
      }
    })
  })
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mjs)$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => relative(CHECKOUT, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !/^lib\/db\/(?:generated|testing)\//.test(path))
}
