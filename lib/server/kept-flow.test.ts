import { expect, test } from 'vitest'
import type { Flow } from '@/lib/contract/identity-provider'
import { newIdAt } from '@/lib/crypto/identifiers'
import { type Keeping, keepFlow, takeFlow } from '@/lib/server/kept-flow'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const newId = newIdAt(new Date(NOW))

/** A browser, with what it has and what it was told of each cookie. */
function browser(sessionSecret = 'the secret of this installation') {
  const cookies = new Map<string, string>()
  const told: object[] = []
  const keeping: Keeping = {
    jar: {
      get: (name) => (cookies.get(name) ? { value: cookies.get(name) ?? '' } : undefined),
      set: (name, value, attributes) => {
        cookies.set(name, value)
        told.push(attributes)
      },
    },
    sessionSecret,
    secure: true,
  }
  return { cookies, told, keeping }
}

const flowOf = (state: string, organizationSlug: string): Omit<Flow, 'expiresAt'> => ({
  purpose: 'sign_in',
  organizationId: newId('organization'),
  organizationSlug,
  identityProviderId: newId('identityProvider'),
  issuer: `https://login.${organizationSlug}.test`,
  clientId: 'portal',
  state,
  nonce: 'n',
  codeVerifier: 'v',
  to: '/',
})
const [ACME, ZENITH] = [flowOf('state of acme', 'acme'), flowOf('state of zenith', 'zenith')]

test('an answer is taken once: its address called again belongs to no flow', async () => {
  const { keeping } = browser()
  await keepFlow(keeping, ACME, NOW)
  expect(await takeFlow(keeping, ACME.state, NOW)).toMatchObject(ACME)
  expect(await takeFlow(keeping, ACME.state, NOW)).toBeUndefined()
})

test('an answer is taken by the browser that began alone, and by this installation', async () => {
  const [mine, another, elsewhere] = [browser(), browser(), browser('the secret of another')]
  await keepFlow(mine.keeping, ACME, NOW)
  await keepFlow(another.keeping, ZENITH, NOW)
  expect(await takeFlow(another.keeping, ACME.state, NOW)).toBeUndefined()
  for (const [name, sealed] of mine.cookies) elsewhere.cookies.set(name, sealed)
  expect(await takeFlow(elsewhere.keeping, ACME.state, NOW)).toBeUndefined()
})

test('each state leads to its own organization, also when one flow’s cookie is put in the place of another’s', async () => {
  const { keeping, cookies } = browser()
  await keepFlow(keeping, ACME, NOW)
  await keepFlow(keeping, ZENITH, NOW)
  const [acme = '', zenith = ''] = cookies.keys()
  const sealedForZenith = cookies.get(zenith) ?? ''
  expect(await takeFlow(keeping, ZENITH.state, NOW)).toMatchObject(ZENITH)
  cookies.set(acme, sealedForZenith)
  expect(await takeFlow(keeping, ACME.state, NOW)).toBeUndefined()
})

test('an answer that takes longer than ten minutes comes too late', async () => {
  const { keeping } = browser()
  for (const [minutes, flow] of [
    [9, ACME],
    [10, undefined],
  ] as const) {
    await keepFlow(keeping, ACME, NOW)
    const taken = await takeFlow(keeping, ACME.state, NOW + minutes * 60_000)
    flow ? expect(taken).toMatchObject(flow) : expect(taken).toBeUndefined()
  }
})

test('nothing of a flow can be read by scripts, is sent anywhere but to where answers are taken, or says what it holds', async () => {
  const { keeping, cookies, told } = browser()
  await keepFlow(keeping, ACME, NOW)
  expect(told).toEqual([{ httpOnly: true, sameSite: 'lax', secure: true, path: '/sso', maxAge: 600 }])
  for (const held of ['state', 'acme', 'portal']) expect(JSON.stringify([...cookies])).not.toContain(held)
})
