/** The environment of each process of one installation, worked out once from the operator's environment and the database. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { portFrom } from './free-ports.mjs'
import { keyEncryptionKeyFile, sessionSecret } from './generated-secrets.mjs'

const LOOPBACK = '127.0.0.1'

/**
 * next-auth would follow these instead of NEXTAUTH_URL, and then believe whatever host a caller names.
 */
const SCRUBBED = ['AUTH_TRUST_HOST', 'VERCEL', 'VERCEL_URL', 'AUTH_URL', 'AUTH_SECRET', 'NEXTAUTH_URL_INTERNAL']

/**
 * @typedef {{ host: string, port: number, gatewayHost: string, gatewayPort: number, publicUrl: string, gatewayUrl: string }} Addresses
 */

/** The demo is for this machine alone. @returns {Addresses} */
export function demoAddresses(environment = process.env) {
  const port = portFrom(environment, 'PORT', 3000)
  const gatewayPort = portFrom(environment, 'GATEWAY_PORT', 4000)
  return {
    host: LOOPBACK,
    port,
    gatewayHost: LOOPBACK,
    gatewayPort,
    publicUrl: `http://localhost:${port}`,
    gatewayUrl: `http://localhost:${gatewayPort}`,
  }
}

/**
 * AURA_LISTEN says on which address portal and gateway listen: loopback unless told otherwise, since https ends in a
 * reverse proxy in front of them. @returns {Addresses}
 */
export function startAddresses(environment = process.env) {
  const { port, gatewayPort, publicUrl, gatewayUrl } = demoAddresses(environment)
  const host = environment.AURA_LISTEN || LOOPBACK
  const [, gatewayHost, ownPort] = /^\[?(.*?)\]?:(\d+)$/.exec(environment.AURA_GATEWAY_LISTEN ?? '') ?? []
  return {
    host,
    port,
    gatewayHost: gatewayHost ?? host,
    gatewayPort: ownPort ? Number(ownPort) : gatewayPort,
    publicUrl: environment.AURA_PUBLIC_URL || publicUrl,
    gatewayUrl: environment.AURA_GATEWAY_URL || (ownPort ? `http://localhost:${ownPort}` : gatewayUrl),
  }
}

/**
 * What portal, worker and operator's commands read. On the embedded database its secrets are made beside the data; a
 * server of one's own is used by several machines, so there the operator brings them.
 * @param {{ databaseUrl: string, dataDir: string, addresses: Addresses, embedded: boolean, outboundAllow?: string }} options
 */
export function portalEnvironment({ databaseUrl, dataDir, addresses, embedded, outboundAllow }) {
  const { publicUrl, gatewayUrl } = addresses
  if (!embedded) refuseMissingSecrets()
  const secret = process.env.AURA_SESSION_SECRET || sessionSecret(dataDir)
  return {
    ...withoutScrubbed(process.env),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    AURA_PUBLIC_URL: publicUrl,
    AURA_GATEWAY_URL: gatewayUrl,
    NEXTAUTH_URL: publicUrl,
    AURA_SESSION_SECRET: secret,
    NEXTAUTH_SECRET: secret,
    AURA_KEK_FILE: process.env.AURA_KEK_FILE || keyEncryptionKeyFile(dataDir),
    ...(outboundAllow ? { AURA_OUTBOUND_ALLOW: outboundAllow } : {}),
  }
}

/**
 * The gateway gets nothing that it does not need: no database, no secret of the portal.
 * @param {{ dataDir: string, addresses: Addresses, tokenFile: string, outboundAllow?: string }} options
 */
export function gatewayEnvironment({ dataDir, addresses, tokenFile, outboundAllow }) {
  const ownFolder = join(dataDir, 'gateway')
  mkdirSync(ownFolder, { recursive: true, mode: 0o700 })
  const { DATABASE_URL, AURA_SESSION_SECRET, NEXTAUTH_SECRET, AURA_KEK_FILE, SMTP_URL, AURA_GATEWAY_TOKEN, ...rest } =
    withoutScrubbed(process.env)
  return {
    ...rest,
    NODE_ENV: 'production',
    AURA_PORTAL_URL: localUrl(addresses.host, addresses.port),
    AURA_GATEWAY_TOKEN_FILE: tokenFile,
    AURA_GATEWAY_LISTEN: `${inUrl(addresses.gatewayHost)}:${addresses.gatewayPort}`,
    AURA_DATA_DIR: ownFolder,
    ...(outboundAllow ? { AURA_OUTBOUND_ALLOW: outboundAllow } : {}),
  }
}

/** Where a process of this machine reaches another that listens on `host`. */
export function localUrl(host, port) {
  return `http://${host === '0.0.0.0' || host === '::' ? LOOPBACK : inUrl(host)}:${port}`
}

const inUrl = (host) => (host.includes(':') ? `[${host}]` : host)

/** All of them at once, before anything starts. */
export function refuseMissingSecrets() {
  const needs = {
    AURA_KEK_FILE: 'a file with the key-encryption key, a JWK {"kty":"oct","k":"<32 bytes, base64url>","kid":"<name>"}',
    AURA_SESSION_SECRET: 'at least 32 random characters, the same for every portal',
  }
  const missing = Object.entries(needs).filter(([name]) => !process.env[name])
  if (missing.length === 0) return
  const list = missing.map(([name, what]) => `  ${name}: ${what}`).join('\n')
  throw new Error(`With a DATABASE_URL of your own these are needed as well:\n${list}`)
}

const withoutScrubbed = (environment) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !SCRUBBED.includes(name)))
