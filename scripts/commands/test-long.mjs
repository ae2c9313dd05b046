/** `npm run test:long`: fault runs that take minutes. Run before an issue is called done. */
import { prepareBuild, preparePackages } from '../prepare.mjs'
import { stepsOf } from '../steps.mjs'
import { runSuites } from '../suites/counts.mjs'
import { runVitest } from '../suites/vitest.mjs'

export async function run() {
  const steps = stepsOf(2)
  await preparePackages(steps)
  await prepareBuild(steps, 'everything')
  return runSuites({ 'long runs': () => runVitest('long', 'long-processes') })
}
