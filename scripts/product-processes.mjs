/** How each process is started; demo, start and dev differ only in what they start and with which environment. */

const NEXT = 'node_modules/next/dist/bin/next'

/** @param {import('./settings.mjs').Addresses} addresses */
export function portalProcess(addresses, environment, { development = false } = {}) {
  const address = ['-H', addresses.host, '-p', String(addresses.port)]
  return {
    name: 'portal',
    args: [NEXT, development ? 'dev' : 'start', ...address],
    environment: development ? { ...environment, NODE_ENV: 'development' } : environment,
  }
}

export const workerProcess = (environment) => ({
  name: 'worker',
  args: ['--enable-source-maps', 'dist/worker.mjs'],
  environment,
})

export const gatewayProcess = (environment) => ({
  name: 'gateway',
  args: ['--enable-source-maps', 'dist/gateway.mjs'],
  environment,
})

export const sampleAppsProcess = (environment) => ({ name: 'apps', args: ['scripts/sample-apps.mjs'], environment })
