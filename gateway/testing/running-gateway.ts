import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { systemClock } from '@/gateway/clock'
import { type Gateway, type GatewayOptions, startGateway } from '@/gateway/gateway'
import { createLog } from '@/gateway/log'
import { createPortalTransport } from '@/gateway/portal-transport'
import { createOutboundDispatcher } from '@/lib/outbound/outbound-dispatcher'
import type { PortalStandIn } from '@/lib/status/testing/portal-stand-in'

export interface RunningGateway {
  readonly gateway: Gateway
  readonly url: string
  readonly port: number
  /** Everything that was logged. */
  readonly logged: () => string
  stop(): Promise<void>
}

export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'aura-gateway-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Tests only: a whole gateway in this process, against a portal that stands in. */
export async function runGateway(
  portal: PortalStandIn,
  portalUrl: string,
  options: Partial<GatewayOptions> & {
    readonly allow?: readonly string[]
    readonly token?: string
    readonly headersUpstreamMilliseconds?: number
  } = {},
): Promise<RunningGateway> {
  const folder = temporaryFolder()
  let logged = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk)
      done()
    },
  })
  const transport = createPortalTransport(portalUrl, options.token ?? portal.token)
  const gateway = await startGateway({
    transport,
    dispatcher: createOutboundDispatcher({
      allow: options.allow ?? ['127.0.0.0/8'],
      connectMilliseconds: 1_000,
      headersMilliseconds: options.headersUpstreamMilliseconds ?? 5_000,
    }),
    dataFolder: folder.path,
    software: 'aura-gateway/test',
    clock: systemClock(),
    log: createLog('debug', destination),
    trustedProxies: [],
    drainMilliseconds: 300,
    ...options,
  })
  const { port } = await gateway.listen(0, '127.0.0.1')
  return {
    gateway,
    port,
    url: `http://127.0.0.1:${port}`,
    logged: () => logged,
    async stop() {
      await gateway.stop()
      await transport.close()
      folder.remove()
    },
  }
}

export async function until(condition: () => boolean, what: string, milliseconds = 5_000): Promise<void> {
  const deadline = performance.now() + milliseconds
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
