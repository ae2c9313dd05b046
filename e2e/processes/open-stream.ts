import { request } from 'node:http'

export interface OpenStream {
  /** The moment, on this process's monotonic clock, at which it was closed; undefined while it is open. */
  closedAt(): number | undefined
  /** Whether it was cut off, as opposed to having come to its end. */
  wasCutOff(): boolean
  close(): void
}

/** Opens a response that does not end by itself; resolves when its first piece has come. */
export function openStream(url: string, token: string): Promise<OpenStream> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent: false, headers: { authorization: `Bearer ${token}` } })
    sent.on('error', reject)
    sent.on('response', (response) => {
      if (response.statusCode !== 200) return reject(new Error(`the stream answered ${response.statusCode}`))
      let closedAt: number | undefined
      // The socket tells first; what the HTTP parser makes of it comes a few turns later.
      response.socket.once('close', () => {
        closedAt = performance.now()
      })
      response.on('error', () => undefined)
      response.once('data', () => {
        resolve({
          closedAt: () => closedAt,
          wasCutOff: () => closedAt !== undefined && !response.complete,
          close: () => sent.destroy(),
        })
      })
      response.resume()
    })
    sent.end()
  })
}
