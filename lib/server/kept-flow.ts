import { Flow } from '@/lib/contract/identity-provider'
import { sha256 } from '@/lib/crypto/hashes'
import { openCookie, sealCookie } from '@/lib/crypto/sealed-cookie'

const FLOW_MINUTES = 10

/** The browser's cookies, as far as they matter here. */
export interface CookieJar {
  get(name: string): { readonly value: string } | undefined
  set(name: string, value: string, attributes: object): unknown
}

/** What a flow is kept by: the browser's cookies, the installation's secret, and whether people reach the portal by TLS. */
export interface Keeping {
  readonly jar: CookieJar
  readonly sessionSecret: string
  readonly secure: boolean
}

/** Until the provider's answer comes, for ten minutes at most. Several may be under way in one browser, each in a cookie of its own. */
export async function keepFlow(keeping: Keeping, flow: Omit<Flow, 'expiresAt'>, now: number): Promise<void> {
  const name = cookieOf(flow.state)
  const kept: Flow = { ...flow, expiresAt: now + FLOW_MINUTES * 60_000 }
  const sealed = await sealCookie(kept, name, keeping.sessionSecret)
  keeping.jar.set(name, sealed, { ...attributes(keeping), maxAge: FLOW_MINUTES * 60 })
}

/** The flow that a state belongs to, if this browser began it and it is not too old. It is gone from here on: an answer is taken once. */
export async function takeFlow(keeping: Keeping, state: string, now: number): Promise<Flow | undefined> {
  const name = cookieOf(state)
  const sealed = keeping.jar.get(name)?.value
  if (!sealed) return undefined
  keeping.jar.set(name, '', { ...attributes(keeping), maxAge: 0 })
  const flow = Flow.safeParse(await openCookie(sealed, name, keeping.sessionSecret))
  return flow.success && flow.data.expiresAt > now && flow.data.state === state ? flow.data : undefined
}

const cookieOf = (state: string) => `aura.sign-on.${Buffer.from(sha256(state)).toString('hex').slice(0, 32)}`

/** Sent with a navigation from elsewhere, as the provider's answer is, and to nothing but what takes it. */
const attributes = ({ secure }: Keeping) => ({ httpOnly: true, sameSite: 'lax', secure, path: '/sso' }) as const
