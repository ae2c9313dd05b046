import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Started, start, untilItAnswers } from '@/e2e/ground/processes'
import { runFolder } from '@/e2e/ground/run-folder'
import { freePort } from '@/e2e/processes/free-port'
import { gatewayProcess } from '@/scripts/product-processes.mjs'

export interface Gateway extends Started {
  readonly url: string
}

/** A gateway process of its own, with a journal of its own; resolves when it decides. */
export async function startGateway(options: {
  readonly portalUrl: string
  readonly token: string
  readonly port?: number
}): Promise<Gateway> {
  const port = options.port ?? (await freePort())
  const dataFolder = join(runFolder(), `gateway-${port}`)
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const { PATH, HOME } = process.env
  const started = start(
    gatewayProcess({
      PATH,
      HOME,
      NODE_ENV: 'production',
      AURA_PORTAL_URL: options.portalUrl,
      AURA_GATEWAY_TOKEN: options.token,
      AURA_GATEWAY_LISTEN: `127.0.0.1:${port}`,
      AURA_DATA_DIR: dataFolder,
      AURA_OUTBOUND_ALLOW: '127.0.0.0/8',
    }),
  )
  const url = `http://localhost:${port}`
  await untilItAnswers(started, `http://127.0.0.1:${port}/readyz`)
  return { ...started, url }
}
