import { readFileSync } from 'node:fs'
import { readTrustedProxies } from '@/lib/inbound/trusted-proxies'
import { parseAddressRanges } from '@/lib/outbound/address-rules'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/** More cores than this have other uses than one gateway. */
const MOST_PROCESSES = 64

export interface GatewayEnv {
  readonly portalUrl: string
  readonly token: string
  readonly host: string
  readonly port: number
  /** Where metrics can be read; nowhere when it is not set. */
  readonly metricsListen: { readonly host: string; readonly port: number } | undefined
  /** How many processes answer requests; with more than one, another one leads them. */
  readonly processes: number
  /** The folder of the journal; it belongs to this gateway alone. */
  readonly dataFolder: string
  readonly outboundAllow: readonly string[]
  /** Address ranges of the proxies in front whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  readonly logLevel: (typeof LOG_LEVELS)[number]
}

/** Everything that is wrong with the environment, at once, each with what to do. */
export class EnvironmentInvalid extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The gateway cannot start:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.name = 'EnvironmentInvalid'
    this.problems = problems
  }
}

/** The only reader of the gateway's environment. Throws `EnvironmentInvalid`. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): GatewayEnv {
  const problems: string[] = []
  const listen = readListen('AURA_GATEWAY_LISTEN', variables.AURA_GATEWAY_LISTEN || '127.0.0.1:4000', problems)
  const metricsListen = variables.AURA_METRICS_LISTEN
    ? readListen('AURA_METRICS_LISTEN', variables.AURA_METRICS_LISTEN, problems)
    : undefined
  if (metricsListen && metricsListen.port !== 0 && metricsListen.port === listen.port)
    problems.push('AURA_METRICS_LISTEN must have a port of its own: callers of apps must not read metrics.')
  const logLevel = LOG_LEVELS.find((level) => level === (variables.AURA_LOG_LEVEL || 'info'))
  if (!logLevel) problems.push(`AURA_LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`)
  const env = {
    portalUrl: readPortalUrl(variables.AURA_PORTAL_URL, problems),
    token: readToken(variables, problems),
    ...listen,
    metricsListen,
    processes: readProcesses(variables.AURA_GATEWAY_PROCESSES, problems),
    dataFolder: variables.AURA_DATA_DIR || '.data/gateway',
    outboundAllow: readOutboundAllow(variables.AURA_OUTBOUND_ALLOW, problems),
    trustedProxies: trustedProxiesOf(variables.AURA_TRUSTED_PROXIES, problems),
    logLevel: logLevel ?? 'info',
  }
  if (problems.length > 0) throw new EnvironmentInvalid(problems)
  return env
}

function readPortalUrl(value: string | undefined, problems: string[]): string {
  if (!value) {
    problems.push(
      'AURA_PORTAL_URL is missing. Set it to the address of the portal, such as https://portal.example.com.',
    )
    return ''
  }
  if (!URL.canParse(value)) {
    problems.push(
      'AURA_PORTAL_URL is not a URL. Set it to the address of the portal, such as https://portal.example.com.',
    )
    return ''
  }
  const url = new URL(value)
  const isLoopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.[0-9.]+$/.test(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback)) {
    problems.push(
      'AURA_PORTAL_URL must begin with https://, since the gateway’s token travels there. Plain http:// is for a portal on this machine only.',
    )
  }
  if (url.search || url.hash || url.username || url.password)
    problems.push('AURA_PORTAL_URL must have neither a query, a fragment nor a user name.')
  return value.replace(/\/+$/, '')
}

function readToken(variables: Readonly<Record<string, string | undefined>>, problems: string[]): string {
  const { AURA_GATEWAY_TOKEN: given, AURA_GATEWAY_TOKEN_FILE: path } = variables
  if (given && path) problems.push('AURA_GATEWAY_TOKEN and AURA_GATEWAY_TOKEN_FILE are both set. Keep one of them.')
  if (!given && !path) {
    problems.push(
      'AURA_GATEWAY_TOKEN is missing. Register a gateway in the portal under Organization › Gateways, and set it, or AURA_GATEWAY_TOKEN_FILE, to the token shown there.',
    )
    return ''
  }
  let token = given ?? ''
  if (!given && path) {
    try {
      token = readFileSync(path, 'utf8').trim()
    } catch (error) {
      problems.push(`AURA_GATEWAY_TOKEN_FILE cannot be read: ${(error as Error).message}.`)
      return ''
    }
  }
  if (!/^agt_[A-Za-z0-9_-]{43}$/.test(token)) {
    problems.push(
      `${given ? 'AURA_GATEWAY_TOKEN' : 'The file of AURA_GATEWAY_TOKEN_FILE'} does not hold a gateway token: “agt_” and 43 characters, as shown once when the gateway was registered.`,
    )
  }
  return token
}

function readListen(name: string, value: string, problems: string[]): { host: string; port: number } {
  const match = /^(?:\[(?<v6>[0-9a-fA-F:.]+)\]|(?<host>[^:[\]]+)):(?<port>[0-9]{1,5})$/.exec(value)
  const port = Number(match?.groups?.port ?? Number.NaN)
  if (!match || port > 65_535)
    problems.push(`${name} must be an address and a port, such as 0.0.0.0:4000 or [::]:4000.`)
  return { host: match?.groups?.v6 ?? match?.groups?.host ?? '', port }
}

function readProcesses(value: string | undefined, problems: string[]): number {
  const given = value || '1'
  const processes = Number(given)
  if (/^[1-9][0-9]?$/.test(given) && processes <= MOST_PROCESSES) return processes
  problems.push(
    `AURA_GATEWAY_PROCESSES must be a whole number from 1 to ${MOST_PROCESSES}: how many processes answer requests, at most as many as the machine has cores.`,
  )
  return 1
}

function readOutboundAllow(value: string | undefined, problems: string[]): readonly string[] {
  const ranges = listOf(value)
  try {
    parseAddressRanges(ranges)
  } catch (error) {
    problems.push(`AURA_OUTBOUND_ALLOW must be address ranges with commas between them: ${(error as Error).message}.`)
  }
  return ranges
}

function trustedProxiesOf(value: string | undefined, problems: string[]): readonly string[] {
  const { ranges, wrong } = readTrustedProxies(value)
  for (const range of wrong)
    problems.push(
      `AURA_TRUSTED_PROXIES must be address ranges with commas between them: “${range}” is not one such as 10.0.0.0/8.`,
    )
  return ranges
}

const listOf = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
