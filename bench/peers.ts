import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeProtectedHeader } from 'jose'
import { call } from '@/e2e/processes/call'
import { freePort } from '@/e2e/processes/free-port'
import type { Installation } from '@/e2e/processes/installation'
import { type RunningProcess, startProcess } from '@/e2e/processes/running-process'

/** A server to measure against. */
export interface Peer {
  readonly url: string
  readonly process: RunningProcess
}

const { PATH } = process.env

const BARE_SERVER = `require('node:http').createServer((request, response) => { response.writeHead(204); response.end() }).listen(Number(process.argv[1]), '127.0.0.1')`

/** The least that Node's own server can do: it reads no token, and answers 204. */
export async function startBareServer(core: number): Promise<Peer> {
  const port = await freePort()
  const args = ['-c', String(core), process.execPath, '-e', BARE_SERVER, String(port)]
  return {
    url: `http://127.0.0.1:${port}/`,
    process: startProcess({ name: 'bare', program: 'taskset', args, environment: { PATH } }),
  }
}

/** HAProxy with one thread, verifying each key's signature itself, and nothing else of what a gateway knows. */
export async function startHaproxy(
  installation: Installation,
  portalUrl: string,
  token: string,
  core: number,
): Promise<Peer> {
  const { folder, organization } = installation
  const { body } = await call(`${portalUrl}/o/${organization.slug}/.well-known/jwks.json`)
  // Keys that will sign, or have signed, are published beside the one that signs.
  const { kid } = decodeProtectedHeader(token)
  const jwk = (JSON.parse(body) as { keys: JsonWebKey[] }).keys.find((key) => key.kid === kid)
  if (!jwk) throw new Error('The organization does not publish the key that signs')
  const publicKey = join(folder, 'haproxy.pem')
  writeFileSync(publicKey, createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }))
  const port = await freePort()
  const configuration = join(folder, 'haproxy.cfg')
  writeFileSync(
    configuration,
    `global
  nbthread 1
  maxconn 1000
defaults
  mode http
  timeout client 30s
  timeout server 30s
  timeout connect 5s
  timeout http-keep-alive 30s
frontend keys
  bind 127.0.0.1:${port}
  http-request deny deny_status 401 unless { http_auth_bearer,jwt_verify("ES256","${publicKey}") -m int 1 }
  http-request return status 204
`,
  )
  const args = ['-c', String(core), 'haproxy', '-db', '-f', configuration]
  return {
    url: `http://127.0.0.1:${port}/`,
    process: startProcess({ name: 'haproxy', program: 'taskset', args, environment: { PATH } }),
  }
}
