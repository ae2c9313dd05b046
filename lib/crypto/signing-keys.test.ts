import { describe, expect, it } from 'vitest'
import { generateSigningKey, importPrivateKey, importPublicKey, signingKeyId } from '@/lib/crypto/signing-keys'

describe('a signing key', () => {
  it('is P-256, named by its thumbprint, and its public half holds nothing private', async () => {
    const { kid, publicJwk, privateJwk } = await generateSigningKey()
    expect(kid).toMatch(/^[A-Za-z0-9_-]{43}$/)
    expect(Object.keys(publicJwk)).toEqual(['kty', 'crv', 'x', 'y'])
    expect(privateJwk).toEqual({ ...publicJwk, d: privateJwk.d })
    expect(await signingKeyId(publicJwk)).toBe(kid)
    expect(await signingKeyId(privateJwk)).toBe(kid)
    expect((await importPublicKey(publicJwk)).usages).toEqual(['verify'])
    expect((await importPrivateKey(privateJwk)).usages).toEqual(['sign'])
    // A private key given for a public one loses its private member on the way.
    expect((await importPublicKey(privateJwk)).type).toBe('public')
  })

  it('has the name that RFC 7638 gives it, whatever else stands in the JWK', async () => {
    const { kid, publicJwk } = await generateSigningKey()
    const { x, y } = publicJwk
    const text = `{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
    expect(kid).toBe(Buffer.from(digest).toString('base64url'))
    expect(await signingKeyId({ ...publicJwk, ...JSON.parse('{"use":"sig","kid":"k1"}') })).toBe(kid)
  })

  it('is refused when it is another kind of key, or for another purpose', async () => {
    const { publicJwk, privateJwk } = await generateSigningKey()
    const other = (await generateSigningKey()).publicJwk
    const defects: object[] = [
      { kty: 'RSA' },
      { kty: 'oct' },
      { crv: 'P-384' },
      { crv: 'secp256k1' },
      { use: 'enc' },
      { alg: 'ES384' },
      { key_ops: ['encrypt'] },
      { key_ops: 'verify' },
      { x: other.x },
      { x: '' },
      { x: `${publicJwk.x}=` },
      { y: undefined },
      { y: 7 },
    ]
    for (const defect of defects) {
      await expect(importPublicKey({ ...publicJwk, ...defect })).rejects.toMatchObject({ code: 'invalid_signing_key' })
      await expect(importPrivateKey({ ...privateJwk, ...defect })).rejects.toMatchObject({
        code: 'invalid_signing_key',
      })
    }
    const foreign = { ...privateJwk, d: (await generateSigningKey()).privateJwk.d }
    await expect(importPrivateKey(foreign)).rejects.toMatchObject({ code: 'invalid_signing_key' })
    await expect(importPrivateKey({ ...privateJwk, d: '' })).rejects.not.toThrow(privateJwk.d)
  })
})
