/** A provider of OpenID Connect that does whatever a test tells it to: the honest one, but for what is said. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose'

export interface Signing {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

export async function newSigning(kid: string): Promise<Signing> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

export interface Behaviour {
  metadata: Record<string, unknown>
  keys: JWK[]
  /** Of the ID token. */
  claims: Record<string, unknown>
  userinfo: Record<string, unknown>
  idToken: (claims: Record<string, unknown>) => Promise<string>
  /** Answers in the place of what would; true when it has. */
  instead: (path: string, response: ServerResponse) => boolean
}

export async function startDishonestProvider(clientId: string) {
  const signing = await newSigning('first')
  let behaviour: Behaviour
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname
    asked.push(path)
    const answer = (body: unknown, status = 200) => {
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end(JSON.stringify(body))
    }
    request.resume()
    request.once('end', async () => {
      if (behaviour.instead(path, response)) return
      if (path === '/.well-known/openid-configuration') answer(behaviour.metadata)
      else if (path === '/jwks') answer({ keys: behaviour.keys })
      else if (path === '/userinfo') answer(behaviour.userinfo)
      else if (path === '/token')
        answer({
          access_token: 'a',
          token_type: 'Bearer',
          expires_in: 60,
          id_token: await behaviour.idToken(behaviour.claims),
        })
      else answer({}, 404)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const honest = (nonce: string): Behaviour => ({
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/userinfo`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
    },
    keys: [signing.publicJwk],
    claims: {
      iss: issuer,
      aud: clientId,
      sub: 'mara',
      nonce,
      iat: Math.floor(Date.now() / 1000),
      exp: Math.floor(Date.now() / 1000) + 300,
      email: 'mara@example.test',
      email_verified: true,
      name: 'Mara',
    },
    userinfo: { sub: 'mara' },
    idToken: (claims) => signedBy(signing, claims),
    instead: () => false,
  })

  return {
    issuer,
    signing,
    asked,
    behave(nonce: string, otherwise: (honest: Behaviour) => Partial<Behaviour> = () => ({})) {
      const usual = honest(nonce)
      behaviour = { ...usual, ...otherwise(usual) }
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export const signedBy = ({ kid, privateKey }: Signing, claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey)

export const signedWithSecret = (secret: string, claims: Record<string, unknown>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(secret.padEnd(32, '\0')))

export const unsigned = async (claims: Record<string, unknown>) => new UnsecuredJWT(claims).encode()
