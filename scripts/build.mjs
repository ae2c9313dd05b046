/** Builds what runs: the portal by Next, and every other entry point as one bundle in dist/. Nothing is built twice. */
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { FolderInUseError, holdDataFolder } from './data-folder-lock.mjs'
import { generateClient } from './generate.mjs'
import { makeWhenChanged } from './input-stamp.mjs'
import { CHECKOUT } from './places.mjs'
import { runNode } from './run-node.mjs'

/** Every entry point that is not Next's: what it is called in dist/, and where it begins. Measuring is not part of running. */
const ENTRY_POINTS = {
  product: {
    gateway: 'gateway/main.ts',
    worker: 'worker/main.ts',
    operator: 'operator/main.ts',
    seed: 'prisma/seed.ts',
  },
  measurements: {
    bench: 'bench/main.ts',
  },
}

const COMMON = ['lib', 'package.json', 'package-lock.json', 'tsconfig.json', 'prisma/schema.prisma']
const BUNDLED = [
  ...COMMON,
  'gateway',
  'worker',
  'operator',
  'prisma/seed.ts',
  'prisma/seed',
  'bench',
  'e2e/processes',
  'scripts/build.mjs',
]
const PORTAL = [
  ...COMMON,
  'app',
  'components',
  'public',
  'next.config.mjs',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
]

/** @param {(line: string) => void} log */
export async function buildEverything(log = () => {}) {
  await alone(log, async () => {
    await generateClient()
    await makeBundles('product')
    await makePortal(log)
  })
}

/**
 * The bundles alone, for commands that show no page.
 * @param {keyof typeof ENTRY_POINTS} group
 */
export async function buildBundles(group, log = () => {}) {
  await alone(log, async () => {
    await generateClient()
    await makeBundles(group)
  })
}

function makeBundles(group) {
  const entries = ENTRY_POINTS[group]
  return makeWhenChanged({
    stamp: `dist/${group}-stamp.txt`,
    inputs: BUNDLED,
    outputs: Object.keys(entries).map((name) => `dist/${name}.mjs`),
    make: () => bundle(entries),
  })
}

async function bundle(entries) {
  const missing = Object.values(entries).filter((path) => !existsSync(join(CHECKOUT, path)))
  if (missing.length > 0)
    throw new Error(`These entry points are listed in scripts/build.mjs and missing: ${missing.join(', ')}`)
  const { build } = await import('esbuild')
  await build({
    absWorkingDir: CHECKOUT,
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path, out })),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  })
}

function makePortal(log) {
  return makeWhenChanged({
    stamp: '.next/aura-stamp.txt',
    inputs: PORTAL,
    outputs: ['.next/BUILD_ID'],
    async make() {
      log('building the portal (about a minute on two cores)')
      const { code, output } = await runNode(['node_modules/next/dist/bin/next', 'build'], {
        environment: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      })
      if (code !== 0) throw new Error(`next build failed:\n${output}`)
    },
  })
}

/** Two commands at once would write over each other's output, so the second waits, and then finds everything made. */
async function alone(log, work) {
  const folder = join(CHECKOUT, '.data', 'build')
  mkdirSync(folder, { recursive: true })
  for (let waiting = false; ; waiting = true) {
    let release
    try {
      release = holdDataFolder(folder, { command: 'build' })
    } catch (error) {
      if (!(error instanceof FolderInUseError)) throw error
      if (!waiting) log('another command is building in this checkout; waiting for it')
      await sleep(300)
      continue
    }
    try {
      return await work()
    } finally {
      release()
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    await buildEverything(console.log)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
