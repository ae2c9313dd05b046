import { KEY_PREFIX } from '@/lib/core/claims'

/** Longest token that is looked at, in characters; a key is at most 2 KiB when made. */
export const TOKEN_CHARACTERS = 8_192

/** A compact JWS in its one spelling, cut in its three parts. Nothing about it has been verified. */
export interface TokenParts {
  readonly header: string
  readonly payload: string
  readonly signature: string
}

/** Half the order of P-256, big-endian: a low-S signature's second half is at most this (SEC 1 §4.1.3, as BIP 62 uses it). */
const HALF_ORDER = '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8'

const SEXTET = new Int8Array(128).fill(-1)
for (const [value, character] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  SEXTET[character.charCodeAt(0)] = value
}

/** base64url without padding and without unused bits (RFC 4648 §3.5): exactly one spelling of each byte string. */
function isCanonicalSegment(token: string, from: number, to: number): boolean {
  const length = to - from
  if (length === 0 || length % 4 === 1) return false
  let sextet = 0
  for (let at = from; at < to; at += 1) {
    const code = token.charCodeAt(at)
    sextet = code < 128 ? (SEXTET[code] as number) : -1
    if (sextet < 0) return false
  }
  const unusedBits = length % 4 === 2 ? 0b1111 : length % 4 === 3 ? 0b11 : 0
  return (sextet & unusedBits) === 0
}

/** The second half of a P-256 signature, 86 characters for 64 bytes, as 64 hexadecimal digits. */
function secondHalf(signature: string): string {
  let bits = 0
  let held = 0
  let hex = ''
  for (let at = 0; at < signature.length; at += 1) {
    held = (held << 6) | (SEXTET[signature.charCodeAt(at)] as number)
    bits += 6
    if (bits >= 8) {
      bits -= 8
      hex += ((held >> bits) & 0xff).toString(16).padStart(2, '0')
      held &= (1 << bits) - 1
    }
  }
  return hex.slice(64)
}

/** A compact ES256 JWS in its one spelling: two dots, canonical base64url, a signature of 64 bytes. Nothing in it is parsed yet. */
export function readCompactForm(token: string): TokenParts | undefined {
  const first = token.indexOf('.')
  const second = token.indexOf('.', first + 1)
  if (first < 0 || second < 0 || token.length - second - 1 !== 86) return undefined
  if (!isCanonicalSegment(token, 0, first) || !isCanonicalSegment(token, first + 1, second)) return undefined
  if (!isCanonicalSegment(token, second + 1, token.length)) return undefined
  return { header: token.slice(0, first), payload: token.slice(first + 1, second), signature: token.slice(second + 1) }
}

/**
 * The form that every key has, checked before anything is parsed or verified: size, our header's constant beginning, the
 * one spelling, a low-S signature. jose accepts several spellings of one JWT and ECDSA a second signature; we accept one,
 * and still identify a key by its `jti`, never by its string.
 */
export function readTokenForm(token: string): TokenParts | undefined {
  if (token.length > TOKEN_CHARACTERS || !token.startsWith(KEY_PREFIX)) return undefined
  const parts = readCompactForm(token)
  return parts && secondHalf(parts.signature) <= HALF_ORDER ? parts : undefined
}

/** Text that looks like one of our keys, wherever it stands: what the browser catches before it reaches a URL or the server. */
export const KEY_SHAPED = new RegExp(`${KEY_PREFIX}[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{85}[AQgw]`)
