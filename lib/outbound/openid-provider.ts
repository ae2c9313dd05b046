import * as openid from 'openid-client'
import type { FailureCode } from '@/lib/core/failures'
import { type Claims, isSubject } from '@/lib/core/identity-provider'
import { fail, ok, type Result } from '@/lib/core/result'
import { boundedRequest } from '@/lib/outbound/bounded-request'
import { createOutboundDispatcher } from '@/lib/outbound/outbound-dispatcher'

/** The portal as a client of somebody's provider. */
export interface Client {
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client. */
  readonly clientSecret: string | null
  /** The one address at which answers are taken. */
  readonly redirectUri: string
}

/** Made for one sign-in, and asked of its answer. */
export interface FlowSecrets {
  readonly state: string
  readonly nonce: string
  readonly codeVerifier: string
}

export interface ProviderLimits {
  readonly allow: readonly string[]
  /** For each request, its answer included. */
  readonly seconds?: number
  readonly mostBytes?: number
}

/** More than the largest honest discovery document or key set, by far. */
const MOST_BYTES = 262_144
const SECONDS = 10

/**
 * Reads the provider's discovery document and asks of it all that signing in needs. Nothing of it is kept: each sign-in reads document and
 * keys anew, so that what a provider has rotated or withdrawn is believed no moment longer.
 */
export async function discover(client: Client, limits: ProviderLimits): Promise<Result<{ readonly issuer: string }>> {
  const found = await configure(client, limits)
  if (!found.ok) return found
  await found.value.close()
  return ok({ issuer: found.value.configuration.serverMetadata().issuer })
}

/** Where to send the browser, and what to keep until it comes back. */
export async function beginFlow(
  client: Client,
  limits: ProviderLimits,
): Promise<Result<{ readonly url: string; readonly secrets: FlowSecrets }>> {
  const found = await configure(client, limits)
  if (!found.ok) return found
  await found.value.close()
  const secrets = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    codeVerifier: openid.randomPKCECodeVerifier(),
  }
  const url = openid.buildAuthorizationUrl(found.value.configuration, {
    redirect_uri: client.redirectUri,
    scope: 'openid email profile',
    response_mode: 'query',
    state: secrets.state,
    nonce: secrets.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(secrets.codeVerifier),
    code_challenge_method: 'S256',
  })
  return ok({ url: url.href, secrets })
}

/**
 * Takes the answer to a flow: state and issuer (RFC 9207) of the answer, then the code with its verifier (RFC 7636), then the ID token: signed by
 * a key of the provider's, for this client and nonce, and in time. The token comes over TLS from the provider itself, and its signature
 * is asked for all the same: it has to be worth something also where an operator allows a provider without TLS.
 */
export async function finishFlow(
  client: Client,
  secrets: FlowSecrets,
  answer: URLSearchParams,
  limits: ProviderLimits,
): Promise<Result<Claims>> {
  const found = await configure(client, limits)
  if (!found.ok) return found
  const { configuration, close } = found.value
  const url = new URL(client.redirectUri)
  url.search = answer.toString()
  try {
    const tokens = await openid.authorizationCodeGrant(configuration, url, {
      expectedState: secrets.state,
      expectedNonce: secrets.nonce,
      pkceCodeVerifier: secrets.codeVerifier,
      idTokenExpected: true,
    })
    const said = tokens.claims()
    if (!said || !isSubject(said.sub)) return fail('sso_answer_refused')
    // Many providers tell the address only there; whose it is, is the ID token's to say.
    const more =
      said.email === undefined && configuration.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(configuration, tokens.access_token, said.sub)
        : {}
    const all: Readonly<Record<string, unknown>> = { ...more, ...said }
    return ok({
      issuer: said.iss,
      subject: said.sub,
      email: typeof all.email === 'string' ? all.email.trim().toLowerCase() : null,
      // Some providers write booleans as text.
      emailVerified: all.email_verified === true || all.email_verified === 'true',
      name: typeof all.name === 'string' ? all.name : null,
    })
  } catch (error) {
    return fail(refusalOf(error))
  } finally {
    await close()
  }
}

interface Configured {
  readonly configuration: openid.Configuration
  close(): Promise<void>
}

async function configure(client: Client, limits: ProviderLimits): Promise<Result<Configured>> {
  const seconds = limits.seconds ?? SECONDS
  const dispatcher = createOutboundDispatcher({
    allow: limits.allow,
    plainOnlyWhereAllowed: true,
    connectMilliseconds: seconds * 1_000,
    headersMilliseconds: seconds * 1_000,
    bodyMilliseconds: seconds * 1_000,
  })
  const close = () => dispatcher.destroy()
  const issuer = new URL(client.issuer)
  try {
    const configuration = await openid.discovery(issuer, client.clientId, {}, authenticationOf(client.clientSecret), {
      timeout: seconds,
      [openid.customFetch]: (url, { method, headers, body, signal }) =>
        boundedRequest(dispatcher, url, {
          method,
          headers,
          body: body === undefined || body === null ? undefined : String(body),
          signal: signal ?? AbortSignal.timeout(seconds * 1_000),
          mostBytes: limits.mostBytes ?? MOST_BYTES,
        }),
      execute: [
        openid.enableNonRepudiationChecks,
        // Where the outbound rules let it through, that is: to addresses that the operator vouches for.
        ...(issuer.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
      ],
    })
    const metadata = configuration.serverMetadata()
    const problem = problemOf(metadata, issuer)
    if (!problem) return ok({ configuration, close })
    await close()
    return fail(problem)
  } catch (error) {
    await close()
    return fail(unusableBecause(error))
  }
}

type ProviderProblem = Extract<FailureCode, `openid_${string}`>
type RefusedAnswer = 'sso_denied' | 'sso_provider_failed' | 'sso_client_refused' | 'sso_answer_refused'

/** What a provider has to offer, each with its own sentence when it does not. */
function problemOf(metadata: openid.ServerMetadata, issuer: URL): ProviderProblem | undefined {
  // The library lets two large providers answer with another issuer than was asked for; then anybody's account there would do.
  if (!URL.canParse(metadata.issuer) || new URL(metadata.issuer).href !== issuer.href) return 'openid_issuer_differs'
  const needed = [metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri]
  const endpoints = [...needed, metadata.userinfo_endpoint].filter((endpoint) => endpoint !== undefined)
  if (needed.some((endpoint) => endpoint === undefined)) return 'openid_missing'
  const schemes = issuer.protocol === 'http:' ? ['https:', 'http:'] : ['https:']
  if (endpoints.some((endpoint) => !URL.canParse(endpoint) || !schemes.includes(new URL(endpoint).protocol)))
    return 'openid_endpoint_insecure'
  if (!offers(metadata.response_types_supported, ['code'])) return 'openid_no_code_flow'
  if (!offers(metadata.code_challenge_methods_supported, ['S256'])) return 'openid_no_pkce'
  if (!offers(metadata.id_token_signing_alg_values_supported, SIGNATURES)) return 'openid_no_signature'
  return undefined
}

/** Public keys only: with “none”, or a secret that both sides know, nobody but the sender vouches for a token. */
const SIGNATURES = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']

/** Whether one of these is offered; a provider that does not say may be tried. */
const offers = (announced: unknown, wanted: readonly string[]) =>
  announced === undefined || (Array.isArray(announced) && wanted.some((each) => announced.includes(each)))

/** The portal shows who it is by the method that the provider takes; the specification's own where it does not say. */
const authenticationOf =
  (clientSecret: string | null): openid.ClientAuth =>
  (server, ...rest) => {
    const basic = offers(server.token_endpoint_auth_methods_supported, ['client_secret_basic'])
    const method =
      clientSecret === null
        ? openid.None()
        : basic
          ? openid.ClientSecretBasic(clientSecret)
          : openid.ClientSecretPost(clientSecret)
    return method(server, ...rest)
  }

interface Caused {
  readonly code?: unknown
  readonly name?: unknown
  readonly error?: unknown
  readonly cause?: unknown
}

/** What was thrown, and what that was thrown for: libraries wrap each other's errors. */
function* causesOf(error: unknown): Generator<Caused> {
  for (let each = error, depth = 0; typeof each === 'object' && each !== null && depth < 5; depth += 1) {
    yield each as Caused
    each = (each as Caused).cause
  }
}

const CONNECTING: readonly [RegExp, ProviderProblem][] = [
  [/^outbound_address_refused$/, 'openid_address_refused'],
  [/^outbound_answer_too_large$/, 'openid_answer_too_large'],
  [/^(OAUTH_TIMEOUT|OAUTH_ABORT|UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|ETIMEDOUT|TimeoutError)$/, 'openid_too_slow'],
  [/^(ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_SSL|EPROTO)/, 'openid_certificate'],
  [/^(E[A-Z]+|UND_ERR_[A-Z_]+)$/, 'openid_unreachable'],
]

/** By stable codes and names alone: a message may quote what was sent. */
function connectionProblem(error: unknown) {
  for (const { code, name } of causesOf(error)) {
    const known = CONNECTING.find(([pattern]) => pattern.test(String(code)) || pattern.test(String(name)))
    if (known) return known[1]
  }
  return undefined
}

function unusableBecause(error: unknown): ProviderProblem {
  const connecting = connectionProblem(error)
  if (connecting) return connecting
  for (const { code } of causesOf(error))
    if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'openid_issuer_differs'
  if (isOfLibrary(error)) return 'openid_missing'
  throw error
}

/** Which of the refusals that a person may read an answer deserves. */
function refusalOf(error: unknown): ProviderProblem | RefusedAnswer {
  const connecting = connectionProblem(error)
  if (connecting) return connecting
  for (const { code, error: named } of causesOf(error)) {
    if (code === 'OAUTH_AUTHORIZATION_RESPONSE_ERROR')
      return named === 'access_denied' ? 'sso_denied' : 'sso_provider_failed'
    if (named === 'invalid_client' || named === 'unauthorized_client') return 'sso_client_refused'
  }
  if (isOfLibrary(error)) return 'sso_answer_refused'
  throw error
}

/** The library marks what it refuses with a code of its own; anything else is a defect of ours, and goes on. */
const isOfLibrary = (error: unknown) =>
  [...causesOf(error)].some(({ code }) => typeof code === 'string' && /^(OAUTH_|ERR_INVALID_)/.test(code))
