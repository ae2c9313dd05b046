/** `npm run gateway`: a gateway alone, which needs AURA_PORTAL_URL and AURA_GATEWAY_TOKEN and no database. */
import { join } from 'node:path'
import { dataFolder } from '../places.mjs'
import { prepareBuild, preparePackages } from '../prepare.mjs'
import { runInForeground } from '../run-in-foreground.mjs'
import { stepsOf } from '../steps.mjs'

export async function run() {
  const steps = stepsOf(2)
  await preparePackages(steps)
  await prepareBuild(steps, 'product')
  const dataDir = process.env.AURA_DATA_DIR || join(dataFolder('start'), 'gateway-alone')
  const environment = { ...process.env, NODE_ENV: 'production', AURA_DATA_DIR: dataDir }
  return runInForeground(['--enable-source-maps', 'dist/gateway.mjs'], environment)
}
