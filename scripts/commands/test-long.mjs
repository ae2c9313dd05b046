/**
 * `npm run test:long [-- --seed <number>]`: what takes minutes: fault runs, a million keys, and every dialog at every width. Run before an issue is called done. What the run
 * with all the faults has found goes to docs/fault-run.md, to be committed.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { CHECKOUT } from '../places.mjs'
import { prepareBuild, preparePackages } from '../prepare.mjs'
import { stepsOf } from '../steps.mjs'
import { runSuites } from '../suites/counts.mjs'
import { runPlaywright } from '../suites/playwright.mjs'
import { runVitest } from '../suites/vitest.mjs'

const RESULTS = join(CHECKOUT, 'docs', 'fault-run.md')

export async function run(args) {
  const seed = seedFrom(args)
  const steps = stepsOf(2)
  await preparePackages(steps)
  await prepareBuild(steps, 'everything')
  const folder = mkdtempSync(join(tmpdir(), 'aura-fault-run-'))
  const report = join(folder, 'report.md')
  try {
    if (seed !== null) process.env.AURA_FAULT_SEED = seed
    process.env.AURA_FAULT_REPORT = report
    const code = await runSuites(
      { 'long runs': () => runVitest('long'), 'every dialog': () => runPlaywright({ sweep: true }) },
      // By themselves: how soon receipts are complete is part of what is written down.
      { faults: () => runVitest('long-processes') },
    )
    if (code === 0) {
      writeFileSync(RESULTS, resultsFile(readFileSync(report, 'utf8')))
      console.log('Written to docs/fault-run.md')
    }
    return code
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns {string | null} a run that found something is run again with its seed */
function seedFrom(args) {
  if (args.length === 0) return null
  const [name, seed] = args
  if (args.length === 2 && name === '--seed' && /^\d{1,9}$/.test(seed)) return seed
  throw new Error('test:long takes nothing but "--seed <number>".')
}

function resultsFile(report) {
  const [cpu] = cpus()
  const machine = `${availableParallelism()} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.versions.node}`
  return `# The fault run

\`npm run test:long\` writes this: the last run in which every promise held. Real processes, killed with -9 and started again; ways between
them cut, or made silent so that nobody is told; Postgres crashed; the clock of one gateway five minutes wrong. Meanwhile people revoke keys
at both portals, callers go on at a steady pace at every gateway, and each answer is written down with its moment. What is
asked of that record stands at the end of it, and in \`e2e/fault-run/judge-record.ts\`, with a doctored record for each promise in its test.
A short form of it is part of \`npm test\`. \`npm run test:long -- --seed <number>\` plans the same faults again.

${machine}; everything on this one machine, callers included. ${report}`
}
