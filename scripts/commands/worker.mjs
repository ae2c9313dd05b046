/** `npm run worker`: one more worker, on the server of DATABASE_URL or beside a running `npm start`. */
import { openInstallationAtHand } from '../installation-at-hand.mjs'
import { prepareBuild, preparePackages } from '../prepare.mjs'
import { runInForeground } from '../run-in-foreground.mjs'
import { stepsOf } from '../steps.mjs'

export async function run() {
  const steps = stepsOf(2)
  await preparePackages(steps)
  await prepareBuild(steps, 'product')
  const { environment, close } = await openInstallationAtHand('npm run worker')
  try {
    return await runInForeground(['--enable-source-maps', 'dist/worker.mjs'], environment)
  } finally {
    await close()
  }
}
