import type { OrganizationId } from '@/lib/core/identifiers'
import { fail, ok, type Result } from '@/lib/core/result'
import type { SigningKey } from '@/lib/crypto/issue-key'
import { type KeyEncryptionKeys, open, openedText, seal } from '@/lib/crypto/sealing'
import { generateSigningKey, importPrivateKey } from '@/lib/crypto/signing-keys'
import { findCurrentSigningKey, type SigningKeyPurpose, type SigningKeyRecord } from '@/lib/db/signing-keys'
import type { Tx } from '@/lib/db/tx'

/** The organization's current signing key for a purpose, its private half opened. */
export async function openSigningKey(
  tx: Tx,
  organizationId: OrganizationId,
  purpose: SigningKeyPurpose,
  keks: KeyEncryptionKeys,
): Promise<Result<SigningKey>> {
  const record = await findCurrentSigningKey(tx, organizationId, purpose)
  if (!record) return fail('no_signing_key')
  const opened = await open(record.sealedPrivate, { organization: organizationId, signing_key: record.kid }, keks)
  // The installation was given another key-encryption key than it was set up with: nobody at a screen can mend that.
  if (!opened.ok)
    throw new Error(
      `The signing key ${record.kid} does not open: ${opened.reason}. Is AURA_KEK_FILE the file that it was made with?`,
    )
  return ok({ kid: record.kid, privateKey: await importPrivateKey(JSON.parse(openedText(opened.content))) })
}

/** A new key, its private half sealed for this organization and no other row. */
export async function makeSigningKey(
  organizationId: OrganizationId,
  purpose: SigningKeyPurpose,
  state: SigningKeyRecord['state'],
  keks: KeyEncryptionKeys,
): Promise<{ readonly record: SigningKeyRecord; readonly key: SigningKey }> {
  const { kid, publicJwk, privateJwk } = await generateSigningKey()
  const sealedPrivate = await seal(JSON.stringify(privateJwk), { organization: organizationId, signing_key: kid }, keks)
  return {
    record: { kid, organizationId, purpose, state, publicJwk, sealedPrivate },
    key: { kid, privateKey: await importPrivateKey(privateJwk) },
  }
}
