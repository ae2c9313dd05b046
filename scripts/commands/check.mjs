/** `npm run check`: all static checks, with the words of those that failed at the end. */
import { runChecks } from '../checks.mjs'
import { preparePackages } from '../prepare.mjs'
import { quietSteps } from '../steps.mjs'

export async function run() {
  await preparePackages(quietSteps())
  const results = await runChecks(({ name, passed, seconds }) => {
    console.log(`${passed ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`)
  })
  const failed = results.filter(({ passed }) => !passed)
  for (const { name, output } of failed) console.log(`\n--- ${name}\n${output}`)
  console.log(`\n${results.length - failed.length} passed, ${failed.length} failed`)
  return failed.length === 0 ? 0 : 1
}
