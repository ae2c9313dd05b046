/** Runs suites, and says at the end what each of them counted. */

/** `failures` names what failed, where the suite can tell. @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Counts */

/**
 * Stages come one after the other. Suites of one stage run at the same time: those that mostly wait beside those that
 * mostly compute. One suite's defect never hides another suite's answer: what it throws is counted as its failure.
 * @param {...Record<string, () => Promise<Counts>>} stages
 * @returns {Promise<number>} the exit code
 */
export async function runSuites(...stages) {
  const rows = []
  for (const suites of stages) {
    console.log(`\n=== ${Object.keys(suites).join(', and at the same time ')}`)
    rows.push(...(await Promise.all(Object.entries(suites).map(([name, run]) => runSuite(name, run)))))
  }
  return summarize(rows)
}

async function runSuite(name, run) {
  const begun = Date.now()
  const counts = await run().catch((error) => {
    console.error(error.message)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  return { name, ...withoutEmptySuccess(name, counts), seconds: (Date.now() - begun) / 1000 }
}

/** A suite that finds no test at all has proved nothing; most likely its files moved. */
export function withoutEmptySuccess(name, counts) {
  if (counts.passed + counts.failed > 0) return counts
  console.error(`The suite "${name}" executed no test.`)
  return { ...counts, failed: 1 }
}

function summarize(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log('')
  for (const { name, passed, failed, skipped, seconds } of rows) {
    const counts = [`${passed} passed`, `${failed} failed`, ...(skipped > 0 ? [`${skipped} not run`] : [])]
    console.log(`${name.padEnd(width)}  ${seconds.toFixed(1).padStart(6)} s  ${counts.join(', ')}`)
  }
  // Once more, since what was said while it ran is thousands of lines back.
  for (const { name, failures = [] } of rows) for (const failure of failures) console.log(`FAILED  ${name}: ${failure}`)
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
}
