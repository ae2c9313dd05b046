/** Runs the browser tests and counts what happened, from Playwright's own report. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from './chromium.mjs'
import { runVisibly } from './run-visibly.mjs'

/**
 * @param {{ sweep?: boolean }} [options] with `sweep`, only what takes longer than every run may
 * @returns {Promise<import('./counts.mjs').Counts>}
 */
export async function runPlaywright({ sweep = false } = {}) {
  const chromium = await findChromium()
  const folder = mkdtempSync(join(tmpdir(), 'aura-playwright-'))
  const report = join(folder, 'report.json')
  try {
    const code = await runVisibly(['node_modules/@playwright/test/cli.js', 'test'], {
      AURA_CHROMIUM: chromium,
      AURA_E2E_REPORT: report,
      ...(sweep ? { AURA_SWEEP: '1' } : {}),
    })
    return countPlaywright(JSON.parse(readFileSync(report, 'utf8')), code)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * A test that passes only the second time has failed once: flaky counts as failed.
 * @param {{ stats: Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>, errors: { message?: string }[], suites?: object[] }} report
 * @param {number} code
 * @returns {import('./counts.mjs').Counts}
 */
export function countPlaywright({ stats, errors, suites = [] }, code) {
  const failed = stats.unexpected + stats.flaky + errors.length
  const failures = [
    ...suites.flatMap(failuresOf),
    ...errors.map(({ message = 'an error outside of every test' }) => message.split('\n')[0]),
  ]
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped, failures }
}

/** @returns {string[]} */
function failuresOf({ suites = [], specs = [] }) {
  const own = specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
    .map(({ file, line, title }) => `${file}:${line} › ${title}`)
  return [...own, ...suites.flatMap(failuresOf)]
}
