import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Log } from '@/gateway/log'
import { METRICS_CONTENT_TYPE, type MetricFamily, textOfMetrics } from '@/gateway/metrics/families'

const HEADERS_MILLISECONDS = 5_000

export interface MetricsServer {
  readonly address: AddressInfo
  close(): Promise<void>
}

/** `GET /metrics` and nothing else, on an address of its own: it is for operators, and asks for no key. */
export function serveMetrics(
  { host, port }: { readonly host: string; readonly port: number },
  read: () => Promise<MetricFamily[][]>,
  log: Log,
): Promise<MetricsServer> {
  const server = createServer(
    { headersTimeout: HEADERS_MILLISECONDS, maxHeaderSize: 8 * 1_024 },
    (request, response) => {
      request.resume()
      if (request.url !== '/metrics') return response.writeHead(404).end()
      if (request.method !== 'GET') return response.writeHead(405, { Allow: 'GET' }).end()
      read()
        .then(textOfMetrics)
        .then(
          (text) => response.writeHead(200, { 'Content-Type': METRICS_CONTENT_TYPE }).end(text),
          (error: unknown) => {
            log.error({ error: (error as Error).stack }, 'Metrics could not be read')
            response.writeHead(500).end()
          },
        )
    },
  )
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () =>
      resolve({
        address: server.address() as AddressInfo,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeAllConnections()
          }),
      }),
    )
  })
}
