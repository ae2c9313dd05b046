/** `npm test`: everything that has to hold, from types to a real browser. The last line is `N passed, N failed`. */
import { buildEverything } from '../build.mjs'
import { runChecks } from '../checks.mjs'
import { preparePackages } from '../prepare.mjs'
import { stepsOf } from '../steps.mjs'
import { runSuites } from '../suites/counts.mjs'
import { installPrograms } from '../suites/debian-programs.mjs'
import { runPlaywright } from '../suites/playwright.mjs'
import { runVitest } from '../suites/vitest.mjs'

export async function run() {
  const steps = stepsOf(2)
  await preparePackages(steps)
  const notRun = await steps.step('Programs to test with', installPrograms)
  for (const sentence of notRun) console.log(sentence)
  return runSuites(
    { 'static checks': staticChecks },
    { build },
    { 'unit and database': () => runVitest('unit', 'database'), processes: () => runVitest('processes') },
    { browser: runPlaywright },
  )
}

async function staticChecks() {
  const results = await runChecks(({ name, passed, seconds, output }) => {
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`)
    if (!passed) console.log(output)
  })
  const passed = results.filter((result) => result.passed).length
  return { passed, failed: results.length - passed, skipped: 0 }
}

async function build() {
  await buildEverything(console.log)
  return { passed: 1, failed: 0, skipped: 0 }
}
