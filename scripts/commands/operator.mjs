/** What someone with a shell on the portal's machine can do: `npm run reset-password -- <email>` and the like. */
import { openInstallationAtHand } from '../installation-at-hand.mjs'
import { prepareBuild, preparePackages } from '../prepare.mjs'
import { runInForeground } from '../run-in-foreground.mjs'
import { quietSteps } from '../steps.mjs'

export async function run(args, command) {
  const steps = quietSteps()
  await preparePackages(steps)
  await prepareBuild(steps, 'product')
  const { environment, close } = await openInstallationAtHand(`npm run ${command}`)
  try {
    return await runInForeground(['--enable-source-maps', 'dist/operator.mjs', command, ...args], environment)
  } finally {
    await close()
  }
}
