import { type Started, start, untilItAnswers } from '@/e2e/ground/processes'
import { freePort } from '@/e2e/processes/free-port'
import { portalProcess } from '@/scripts/product-processes.mjs'
import { portalEnvironment } from '@/scripts/settings.mjs'

export interface Portal extends Started {
  readonly url: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface PortalOptions {
  readonly databaseUrl: string
  /** Where the secrets of the installation are made, or already are. */
  readonly dataDir: string
  readonly gatewayUrl: string
  /** Over what `npm start` would set. */
  readonly more?: Readonly<Record<string, string>>
  /** For the process of this portal alone, and not for what is started with its settings. */
  readonly observing?: Readonly<Record<string, string>>
}

/** The portal as `next start` runs it, on a free port. */
export async function startPortal({
  databaseUrl,
  dataDir,
  gatewayUrl,
  more = {},
  observing = {},
}: PortalOptions): Promise<Portal> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const gatewayPort = Number(new URL(gatewayUrl).port)
  const addresses = { host: '127.0.0.1', port, gatewayHost: '127.0.0.1', gatewayPort, publicUrl: url, gatewayUrl }
  const environment = {
    ...(portalEnvironment({ databaseUrl, dataDir, addresses, embedded: true, outboundAllow: '127.0.0.0/8' }) as Record<
      string,
      string | undefined
    >),
    ...more,
  }
  const started = start(portalProcess(addresses, { ...environment, ...observing }))
  await untilItAnswers(started, `${url}/healthz`)
  return { ...started, url, environment }
}
