/** Runs projects of vitest and counts what happened, from its own report rather than from its words. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { runVisibly } from './run-visibly.mjs'

/**
 * @param {string[]} projects by their names in vitest.config.ts
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runVitest(...projects) {
  const folder = mkdtempSync(join(tmpdir(), 'aura-vitest-'))
  const report = join(folder, 'report.json')
  try {
    const code = await runVisibly([
      'node_modules/vitest/vitest.mjs',
      'run',
      ...projects.map((project) => `--project=${project}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ])
    return countVitest(JSON.parse(readFileSync(report, 'utf8')), code)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns {import('./counts.mjs').Counts} */
export function countVitest(report, code) {
  // A file that cannot even be loaded has no tests to fail, and is one failure all the same.
  const notLoaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failures = [
    ...notLoaded.map(({ name }) => fileOf(name)),
    ...report.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map(({ fullName }) => `${fileOf(name)} › ${fullName}`),
    ),
  ]
  const failed = report.numFailedTests + notLoaded.length
  // An error outside every test ends vitest with a code, and nothing else tells of it.
  const outside = failed === 0 && code !== 0
  return {
    passed: report.numPassedTests,
    failed: outside ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: outside ? ['an error outside of every test'] : failures,
  }
}

const fileOf = (path) => relative(process.cwd(), path)
