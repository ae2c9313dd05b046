import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What the database keeps of a token that someone else holds: 32 bytes. Enough, because such tokens are random, not chosen. */
export function sha256(content: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(content).digest())
}

/** What every gateway token begins with, so that a scanner or a person knows one. */
export const GATEWAY_TOKEN_PREFIX = 'agt_'

/** 256 random bits as 43 base64url characters behind a prefix: the tokens of gateways and links. */
export function randomToken(prefix: string): string {
  return prefix + randomBytes(32).toString('base64url')
}

/** Compares in a time that tells nothing about where two texts differ, nor how long they are. */
export function constantTimeEqual(one: string | Uint8Array, other: string | Uint8Array): boolean {
  return timingSafeEqual(sha256(one), sha256(other))
}
