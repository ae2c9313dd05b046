import { createSecretKey, type KeyObject } from 'node:crypto'
import type { AppId, IdentityProviderId, OrganizationId, SecretId, WebhookSecretId } from '@/lib/core/identifiers'
import { decryptJwe, encryptJwe } from '@/lib/crypto/jose'

/** What a sealed text belongs to. It stands in the protected header, so a ciphertext moved to another row does not open. */
export type BelongsTo =
  | { readonly organization: OrganizationId; readonly secret: SecretId; readonly version: number }
  /** An app's upstream secret. */
  | { readonly organization: OrganizationId; readonly app: AppId }
  /** An identity provider's client secret. */
  | { readonly organization: OrganizationId; readonly identity_provider: IdentityProviderId }
  | { readonly organization: OrganizationId; readonly signing_key: string }
  | { readonly organization: OrganizationId; readonly webhook_secret: WebhookSecretId }

/** Key-encryption keys: the current one seals, all of them open. KeyObjects, which print without their bytes. */
export interface KeyEncryptionKeys {
  readonly current: { readonly kid: string; readonly key: KeyObject }
  readonly all: ReadonlyMap<string, KeyObject>
  /** Names of keys that the operator has given up: what they sealed stays closed, and nobody is told to bring them back. */
  readonly lost?: ReadonlySet<string>
  /**
   * The keys as they are now, where they can change while a process runs. Asked before anything is sealed, so that nothing is sealed with a key
   * that was replaced; and when a text names a key that is not among these, since another process may have been told of it first.
   */
  readAgain?(): KeyEncryptionKeys
}

/** The KEK file can't be used. The message is for the operator, and never quotes what stands in the file. */
export class InvalidKeyEncryptionKeys extends Error {
  readonly code = 'invalid_key_encryption_keys'
  constructor(reason: string) {
    super(`The key-encryption key file can’t be used: ${reason}`)
    this.name = 'InvalidKeyEncryptionKeys'
  }
}

/**
 * Reads a KEK file: one JWK `{"kty":"oct","kid":"…","k":"…"}`, or a set `{"keys":[…]}` whose first key seals and whose
 * others only open what they sealed before. Each `k` is 32 bytes of base64url. Throws InvalidKeyEncryptionKeys.
 */
export function parseKeyEncryptionKeys(text: string): KeyEncryptionKeys {
  const file = parsedFile(text)
  const jwks = 'keys' in file ? file.keys : [file]
  if (!Array.isArray(jwks)) throw new InvalidKeyEncryptionKeys('“keys” is not a list')
  const keys = jwks.map(parsedKey)
  const [current] = keys
  if (!current) throw new InvalidKeyEncryptionKeys('it has no key')
  const all = new Map(keys.map(({ kid, key }) => [kid, key]))
  if (all.size < keys.length) throw new InvalidKeyEncryptionKeys('two keys have the same “kid”')
  return { current, all }
}

function parsedFile(text: string): object {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    throw new InvalidKeyEncryptionKeys('it is not JSON')
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file))
    throw new InvalidKeyEncryptionKeys('it is not a JSON object')
  return file
}

/** What JSON writes as it is: Postgres, too, reads the name of its key in a sealed text (`jwe_kid`). */
const KEY_NAME = /^[ !#-[\]-~]{1,100}$/
/** 32 bytes as base64url in their one spelling. */
const KEY_BYTES = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/

function parsedKey(jwk: unknown, index: number): { kid: string; key: KeyObject } {
  const { kty, kid, k } = Object(jwk) as Readonly<Record<string, unknown>>
  const which = `key ${index + 1}`
  if (kty !== 'oct') throw new InvalidKeyEncryptionKeys(`“kty” of ${which} is not "oct"`)
  if (typeof kid !== 'string' || !KEY_NAME.test(kid))
    throw new InvalidKeyEncryptionKeys(
      `“kid” of ${which} is missing, longer than 100 characters, or has others than printable ASCII without " and \\`,
    )
  if (typeof k !== 'string' || !KEY_BYTES.test(k))
    throw new InvalidKeyEncryptionKeys(`“k” of ${which} is not 32 bytes of base64url without padding`)
  return { kid, key: createSecretKey(k, 'base64url') }
}

/** A compact JWE. Its size is about 4/3 of the content's, and 400 characters. */
export function seal(content: Uint8Array | string, belongsTo: BelongsTo, keys: KeyEncryptionKeys): Promise<string> {
  const plaintext = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const { current } = keys.readAgain?.() ?? keys
  return encryptJwe(plaintext, { kid: current.kid, belongs_to: inOrder(belongsTo) }, current.key)
}

export type Opened =
  | { readonly ok: true; readonly content: Uint8Array }
  /** The key that sealed it is not among ours; it was tampered with, or is no sealed text; it was sealed for another row. */
  | { readonly ok: false; readonly reason: 'unknown_key' | 'damaged' | 'belongs_elsewhere' }

export async function open(sealed: string, belongsTo: BelongsTo, keys: KeyEncryptionKeys): Promise<Opened> {
  const kid = readKid(sealed)
  if (kid === undefined) return { ok: false, reason: 'damaged' }
  const key = keys.all.get(kid) ?? keys.readAgain?.().all.get(kid)
  if (!key) return { ok: false, reason: 'unknown_key' }
  const decrypted = await decryptJwe(sealed, key)
  if (!decrypted) return { ok: false, reason: 'damaged' }
  if (JSON.stringify(decrypted.header.belongs_to) !== JSON.stringify(inOrder(belongsTo)))
    return { ok: false, reason: 'belongs_elsewhere' }
  return { ok: true, content: decrypted.plaintext }
}

export const openedText = (content: Uint8Array): string =>
  new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)

/** The members in one order, and no others, whatever order or more the caller's object has. */
function inOrder(belongsTo: BelongsTo): BelongsTo {
  const { organization } = belongsTo
  if ('secret' in belongsTo) return { organization, secret: belongsTo.secret, version: belongsTo.version }
  if ('identity_provider' in belongsTo) return { organization, identity_provider: belongsTo.identity_provider }
  if ('app' in belongsTo) return { organization, app: belongsTo.app }
  if ('webhook_secret' in belongsTo) return { organization, webhook_secret: belongsTo.webhook_secret }
  return { organization, signing_key: belongsTo.signing_key }
}

/** Which key to try; what it says is authenticated only by opening. */
function readKid(sealed: string): string | undefined {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealed.slice(0, sealed.indexOf('.')), 'base64url').toString())
    const { kid } = Object(header) as Readonly<Record<string, unknown>>
    return typeof kid === 'string' ? kid : undefined
  } catch {
    return undefined
  }
}
