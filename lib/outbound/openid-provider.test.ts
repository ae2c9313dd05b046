import { afterAll, describe, expect, test } from 'vitest'
import { beginFlow, type Client, discover, type FlowSecrets, finishFlow } from '@/lib/outbound/openid-provider'
import {
  type Behaviour,
  newSigning,
  signedBy,
  signedWithSecret,
  startDishonestProvider,
  unsigned,
} from '@/lib/outbound/testing/dishonest-provider'

const provider = await startDishonestProvider('portal')
afterAll(() => provider.stop())

const LIMITS = { allow: ['127.0.0.0/8'] }
const client: Client = {
  issuer: provider.issuer,
  clientId: 'portal',
  clientSecret: 'secret of the portal',
  redirectUri: 'https://keys.example.test/sso/callback',
}

async function begun(otherwise?: (honest: Behaviour) => Partial<Behaviour>): Promise<FlowSecrets> {
  provider.behave('not yet')
  const flow = await beginFlow(client, LIMITS)
  if (!flow.ok) throw new Error(flow.failure.code)
  provider.behave(flow.value.secrets.nonce, otherwise)
  return flow.value.secrets
}

const answerTo = ({ state }: FlowSecrets, over: Record<string, string> = {}) =>
  new URLSearchParams({ code: 'c', state, iss: provider.issuer, ...over })

/** What a whole sign-in comes to, at a provider that is honest but for one thing. */
async function signIn(otherwise?: (honest: Behaviour) => Partial<Behaviour>, limits: object = {}) {
  const secrets = await begun(otherwise)
  const said = await finishFlow(client, secrets, answerTo(secrets), { ...LIMITS, ...limits })
  return said.ok ? said.value : said.failure.code
}

const claiming = (over: object) => (honest: Behaviour) => ({ claims: { ...honest.claims, ...over } })
const announcing = (over: object) => (honest: Behaviour) => ({ metadata: { ...honest.metadata, ...over } })

async function found(otherwise?: (honest: Behaviour) => Partial<Behaviour>, over: Partial<Client> = {}, limits = {}) {
  provider.behave('', otherwise)
  const discovered = await discover({ ...client, ...over }, { ...LIMITS, ...limits })
  return discovered.ok ? discovered.value : discovered.failure.code
}

describe('what a provider says is believed', () => {
  test('when it is signed by its key, for this client and this flow, and in time', async () => {
    expect(await signIn()).toEqual({
      issuer: provider.issuer,
      subject: 'mara',
      email: 'mara@example.test',
      emailVerified: true,
      name: 'Mara',
    })
  })

  test('about an address that is told in its answer about the person alone, if that is the same person', async () => {
    const withoutEmail = ({ claims: { email, email_verified, ...claims } }: Behaviour) => claims
    const userinfo = { sub: 'mara', email: 'Mara@Example.test', email_verified: 'true' }
    expect(await signIn((honest) => ({ claims: withoutEmail(honest), userinfo }))).toMatchObject({
      email: 'mara@example.test',
      emailVerified: true,
    })
    expect(await signIn((honest) => ({ claims: withoutEmail(honest), userinfo: { ...userinfo, sub: 'olga' } }))).toBe(
      'sso_answer_refused',
    )
    expect(await signIn((honest) => ({ claims: withoutEmail(honest) }))).toMatchObject({
      email: null,
      emailVerified: false,
    })
  })

  test('with a key that came after the last sign-in, and not with one that is gone', async () => {
    const second = await newSigning('second')
    expect(
      await signIn(() => ({ keys: [second.publicJwk], idToken: (claims) => signedBy(second, claims) })),
    ).toMatchObject({ subject: 'mara' })
    expect(await signIn(() => ({ keys: [second.publicJwk] }))).toBe('sso_answer_refused')
  })

  test.each<[string, (honest: Behaviour) => Partial<Behaviour>]>([
    ['another flow’s nonce', claiming({ nonce: 'another' })],
    ['no nonce', claiming({ nonce: undefined })],
    ['another client', claiming({ aud: 'another' })],
    ['another issuer', claiming({ iss: 'https://another.test' })],
    ['an hour ago', claiming({ iat: 1_700_000_000, exp: 1_700_000_300 })],
    ['no subject', claiming({ sub: undefined })],
    ['a subject with a zero in it', claiming({ sub: 'ma\u0000ra' })],
    ['half a character for a subject', claiming({ sub: '\ud83d' })],
    ['a subject that is too long to be kept', claiming({ sub: 'm'.repeat(256) })],
    ['no signature', () => ({ idToken: unsigned })],
    ['a signature with the client’s name', () => ({ idToken: (claims) => signedWithSecret('portal', claims) })],
    [
      'a signature with the client’s secret',
      () => ({ idToken: (claims) => signedWithSecret('secret of the portal', claims) }),
    ],
    [
      'a signature with a secret that it announces',
      (honest) => ({
        ...announcing({ id_token_signing_alg_values_supported: ['RS256', 'HS256'] })(honest),
        idToken: (claims) => signedWithSecret('secret of the portal', claims),
      }),
    ],
    [
      'a signature by somebody else’s key of that name',
      () => ({ idToken: async (claims) => signedBy(await newSigning('first'), claims) }),
    ],
  ])('not with %s', async (_, otherwise) => {
    expect(await signIn(otherwise)).toBe('sso_answer_refused')
  })

  test('not when the answer is to another flow, comes from another issuer, names none, or is a refusal', async () => {
    const secrets = await begun()
    const outcome = async (over: Record<string, string>, without?: string) => {
      const answer = answerTo(secrets, over)
      if (without) answer.delete(without)
      const said = await finishFlow(client, secrets, answer, LIMITS)
      return said.ok ? said.value : said.failure.code
    }
    provider.asked.length = 0
    expect(await outcome({ state: 'another' })).toBe('sso_answer_refused')
    expect(await outcome({ iss: 'https://another.test' })).toBe('sso_answer_refused')
    expect(await outcome({}, 'iss')).toBe('sso_answer_refused')
    expect(await outcome({ error: 'access_denied' })).toBe('sso_denied')
    expect(await outcome({ error: 'server_error' })).toBe('sso_provider_failed')
    // Its code goes nowhere then.
    expect(provider.asked).not.toContain('/token')
  })

  test('not by a code that the provider has taken before', async () => {
    let timesAsked = 0
    const secrets = await begun(() => ({
      instead: (path, response) => {
        if (path === '/token') timesAsked += 1
        if (path !== '/token' || timesAsked < 2) return false
        response.writeHead(400, { 'content-type': 'application/json' })
        response.end('{"error":"invalid_grant"}')
        return true
      },
    }))
    const outcomes = []
    for (const _ of [1, 2]) {
      const said = await finishFlow(client, secrets, answerTo(secrets), LIMITS)
      outcomes.push(said.ok ? said.value.subject : said.failure.code)
    }
    expect(outcomes).toEqual(['mara', 'sso_answer_refused'])
  })

  test('not from an answer that never ends, or comes too slowly, at any of its addresses', async () => {
    for (const path of ['/.well-known/openid-configuration', '/jwks', '/token']) {
      const huge = () => ({
        instead: (asked: string, response: import('node:http').ServerResponse) => {
          if (asked !== path) return false
          response.writeHead(200, { 'content-type': 'application/json' })
          response.end(`{"x":"${'x'.repeat(300_000)}"}`)
          return true
        },
      })
      expect(await signIn(huge)).toBe('openid_answer_too_large')
      // It takes the question and says nothing.
      const silent = () => ({ instead: (asked: string) => asked === path })
      expect(await signIn(silent, { seconds: 0.3 })).toBe('openid_too_slow')
    }
  })

  test('not when it turns the client away', async () => {
    const turningAway = () => ({
      instead: (path: string, response: import('node:http').ServerResponse) => {
        if (path !== '/token') return false
        response.writeHead(401, { 'content-type': 'application/json' })
        response.end('{"error":"invalid_client"}')
        return true
      },
    })
    expect(await signIn(turningAway)).toBe('sso_client_refused')
  })
})

describe('a provider is set up', () => {
  test('when its discovery document has all that is needed, as it spells its issuer itself', async () => {
    expect(await found()).toEqual({ issuer: provider.issuer })
    expect(await found(announcing({ issuer: `${provider.issuer}/` }))).toEqual({ issuer: `${provider.issuer}/` })
    // Some large ones do not say that they take PKCE; it is sent all the same.
    expect(await found(announcing({ code_challenge_methods_supported: undefined }))).toEqual({
      issuer: provider.issuer,
    })
  })

  test.each<[string, (honest: Behaviour) => Partial<Behaviour>]>([
    ['openid_issuer_differs', announcing({ issuer: 'https://another.test' })],
    ['openid_missing', announcing({ token_endpoint: undefined })],
    ['openid_missing', announcing({ issuer: undefined })],
    ['openid_endpoint_insecure', announcing({ authorization_endpoint: 'javascript:alert(1)' })],
    ['openid_no_code_flow', announcing({ response_types_supported: ['id_token'] })],
    ['openid_no_pkce', announcing({ code_challenge_methods_supported: ['plain'] })],
    ['openid_no_signature', announcing({ id_token_signing_alg_values_supported: ['HS256', 'none'] })],
    [
      'openid_missing',
      () => ({
        // Followed nowhere: it would lead past what was checked.
        instead: (_, response) => {
          response.writeHead(302, { location: 'http://127.0.0.1:1/' })
          response.end()
          return true
        },
      }),
    ],
  ])('else it is said what is wrong: %s', async (code, otherwise) => {
    expect(await found(otherwise)).toBe(code)
  })

  test('not at an address that the operator does not allow, and without TLS only where they do', async () => {
    expect(await found(undefined, {}, { allow: [] })).toBe('openid_address_refused')
    expect(await found(undefined, { issuer: 'http://127.0.0.1:1' })).toBe('openid_unreachable')
    expect(await found(undefined, { issuer: provider.issuer.replace('http:', 'https:') })).toMatch(/^openid_/)
  })
})
