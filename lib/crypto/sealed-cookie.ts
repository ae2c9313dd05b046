import { createSecretKey, hkdfSync } from 'node:crypto'
import { decryptJwe, encryptJwe } from '@/lib/crypto/jose'

/**
 * Seals what a browser keeps for us for a few minutes and may neither read nor change. With a key that is derived from the installation's
 * session secret for this alone (RFC 5869); `use` is authenticated, so what was sealed for one use does not open for another.
 */
export function sealCookie(content: unknown, use: string, sessionSecret: string): Promise<string> {
  return encryptJwe(new TextEncoder().encode(JSON.stringify(content)), { use }, keyOf(sessionSecret))
}

/** Undefined for what was not sealed so. */
export async function openCookie(sealed: string, use: string, sessionSecret: string): Promise<unknown> {
  const opened = await decryptJwe(sealed, keyOf(sessionSecret))
  if (opened?.header.use !== use) return undefined
  return JSON.parse(new TextDecoder().decode(opened.plaintext))
}

const keyOf = (sessionSecret: string) =>
  createSecretKey(Buffer.from(hkdfSync('sha256', sessionSecret, '', 'aura sealed cookie', 32)))
