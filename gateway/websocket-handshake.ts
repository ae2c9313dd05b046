import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { responseHeaders } from '@/gateway/proxy-headers'

/** The one version that there is (RFC 6455 §4.1). */
export const WEBSOCKET_VERSION = '13'
/** RFC 6455 §1.3: what a server adds to the caller's key to show that it has understood. */
const ACCEPT_SUFFIX = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
/** Sixteen bytes in base64, in the one spelling. */
const NONCE = /^[A-Za-z0-9+/]{21}[AQgw]==$/

/** Whether `Upgrade` speaks of WebSocket, alone or among others. */
export function offersWebSocket(upgrade: string | undefined): boolean {
  return upgrade !== undefined && /websocket/i.test(upgrade)
}

/**
 * What is wrong with an offer of WebSocket, if anything is (RFC 6455 §4.2.1). Strict, since whoever stands behind us may read a doubtful
 * one differently: one header of each kind, no body, and no protocol but this one on offer.
 */
export function handshakeProblem(
  { method, rawHeaders }: IncomingMessage,
  hasBody: boolean,
): 'bad_handshake' | 'websocket_version' | undefined {
  const [upgrade, ...otherUpgrades] = valuesOf(rawHeaders, 'upgrade')
  const [nonce, ...otherNonces] = valuesOf(rawHeaders, 'sec-websocket-key')
  const versions = valuesOf(rawHeaders, 'sec-websocket-version')
  const isPlain =
    method === 'GET' &&
    !hasBody &&
    upgrade?.toLowerCase() === 'websocket' &&
    NONCE.test(nonce ?? '') &&
    otherUpgrades.length + otherNonces.length === 0
  if (!isPlain) return 'bad_handshake'
  return versions.length === 1 && versions[0] === WEBSOCKET_VERSION ? undefined : 'websocket_version'
}

/** Whether the answer shows that the app has understood the caller's handshake; a server that only echoes headers does not. */
export function isAnswered({ rawHeaders }: IncomingMessage, answer: readonly string[]): boolean {
  const [nonce] = valuesOf(rawHeaders, 'sec-websocket-key')
  const accepts = valuesOf(answer, 'sec-websocket-accept')
  const upgrades = valuesOf(answer, 'upgrade')
  const expected = createHash('sha1').update(`${nonce}${ACCEPT_SUFFIX}`).digest('base64')
  return (
    accepts.length === 1 &&
    accepts[0] === expected &&
    upgrades.length === 1 &&
    upgrades[0]?.toLowerCase() === 'websocket'
  )
}

/** The headers of the answer that switches protocols; it has no body, whatever the app says of one. */
export function switchingHeaders(answer: readonly string[], requestId: string, cors: readonly string[]): string[] {
  const headers = ['Connection', 'Upgrade', 'Upgrade', 'websocket']
  const passed = responseHeaders(answer, false, requestId, cors)
  for (let at = 0; at < passed.length; at += 2) {
    const name = passed[at] as string
    if (name.toLowerCase() !== 'content-length') headers.push(name, passed[at + 1] as string)
  }
  return headers
}

function valuesOf(rawHeaders: readonly string[], lowerCaseName: string): string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === lowerCaseName)
}
