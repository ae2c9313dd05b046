import { cookies } from 'next/headers'
import type { ActionState } from '@/lib/contract/action-state'
import type { Flow, TestedClaims } from '@/lib/contract/identity-provider'
import type { Failure } from '@/lib/core/failures'
import type { SessionId } from '@/lib/core/identifiers'
import type { Claims } from '@/lib/core/identity-provider'
import { fail, ok, type Result } from '@/lib/core/result'
import { createLimiter } from '@/lib/db/rate-limits'
import { beginSingleSignOn } from '@/lib/operations/begin-single-sign-on'
import { completeSingleSignOn, connectIdentity, recordRefusedSignOn } from '@/lib/operations/complete-single-sign-on'
import { performForAccount } from '@/lib/operations/perform'
import { networkOf } from '@/lib/operations/sign-in'
import { beginFlow, type Client, finishFlow } from '@/lib/outbound/openid-provider'
import { actionState, refuseForeignOrigin } from '@/lib/server/action-answer'
import { type Keeping, keepFlow, takeFlow } from '@/lib/server/kept-flow'
import { requestOrigin } from '@/lib/server/origin'
import { installation, platform } from '@/lib/server/platform'
import { currentSessionId, enter } from '@/lib/server/session'

/** Anybody may begin, and each beginning and each answer asks somebody else's server: so many in 15 minutes from an address. */
const PER_ADDRESS = { points: 60, windowSeconds: 15 * 60 }

/** Where the browser is to go to sign in. Called by a link, so it may be called by a page of another site: it does no more than that link. */
export async function beginSignOn(organization: string, to: string): Promise<Result<{ readonly url: string }>> {
  return begin({ organization, purpose: 'sign_in', to })
}

/** The same for whoever is signed in. By a page of ours alone, or another site could have its own account connected with that of its visitor. */
export async function beginSignOnAs(
  purpose: 'connect' | 'test',
  organization: string,
  to: string,
): Promise<ActionState<{ readonly url: string }>> {
  const foreign = await refuseForeignOrigin()
  if (foreign) return foreign
  return actionState(await begin({ organization, purpose, to, sessionId: await currentSessionId() }))
}

async function begin({
  to,
  ...asked
}: {
  readonly organization: string
  readonly purpose: Flow['purpose']
  readonly to: string
  readonly sessionId?: SessionId | undefined
}): Promise<Result<{ readonly url: string }>> {
  const wait = await tooMany()
  if (wait) return wait
  const found = await performForAccount(platform(), beginSingleSignOn, await requestOrigin(), asked)
  if (!found.ok) return found
  const { client, ...place } = found.value
  const begun = await beginFlow(client, limits())
  if (!begun.ok) return begun
  const { url, secrets } = begun.value
  const { issuer, clientId } = client
  const flow = { ...place, ...secrets, issuer, clientId, purpose: asked.purpose, sessionId: asked.sessionId, to }
  await keepFlow(await keeping(), flow, Date.now())
  return ok({ url })
}

export interface Answered {
  readonly flow: Flow
  readonly outcome: Result<{ readonly tested: TestedClaims | null }>
}

/**
 * Takes the answer of a provider. Which flow it belongs to is said by the cookie of its state, which only the browser that began it has, which is
 * sealed, and which is gone from here on: the answer is taken once. Which provider is asked about it stands in there too, so that no
 * answer of one organization's provider is ever taken to another's (RFC 9700 §4.4).
 */
export async function answerSignOn(answer: URLSearchParams): Promise<Result<Answered>> {
  const flow = await takeFlow(await keeping(), answer.get('state') ?? '', Date.now())
  if (!flow) return fail('sso_flow_not_valid')
  return ok({ flow, outcome: await complete(flow, answer) })
}

async function complete(flow: Flow, answer: URLSearchParams): Promise<Answered['outcome']> {
  const wait = await tooMany()
  if (wait) return wait
  const { purpose, organizationId, organizationSlug: organization, identityProviderId } = flow
  const { sessionId } = flow
  // Whoever connects or tests is the one who began: not who has signed in meanwhile.
  if (purpose !== 'sign_in' && (!sessionId || sessionId !== (await currentSessionId())))
    return fail('sso_flow_not_valid')
  const found = await performForAccount(platform(), beginSingleSignOn, await requestOrigin(), {
    organization,
    purpose,
    sessionId,
  })
  if (!found.ok) return found
  const { client } = found.value
  if (
    found.value.organizationId !== organizationId ||
    found.value.identityProviderId !== identityProviderId ||
    client.issuer !== flow.issuer ||
    client.clientId !== flow.clientId
  )
    return fail('sso_not_offered')
  const said = await finishFlow(client, flow, answer, limits())
  if (!said.ok) return remembered(flow, said.failure)
  return admitted(flow, client, said.value)
}

async function admitted(flow: Flow, client: Client, claims: Claims): Promise<Answered['outcome']> {
  const { subject, email, emailVerified, name } = claims
  if (flow.purpose === 'test') return ok({ tested: { subject, email, emailVerified, name } })
  const origin = await requestOrigin()
  const input = { flow: { ...flow, issuer: client.issuer, clientId: client.clientId }, claims }
  if (flow.purpose === 'connect') {
    const connected = await performForAccount(platform(), connectIdentity, origin, {
      ...input,
      sessionId: flow.sessionId,
    })
    return connected.ok ? ok({ tested: null }) : remembered(flow, connected.failure, claims)
  }
  const started = await performForAccount(platform(), completeSingleSignOn, origin, input)
  if (!started.ok) return remembered(flow, started.failure, claims)
  await enter(started)
  return ok({ tested: null })
}

/** A refusal of somebody who came back from the provider is in the audit log of its organization. */
async function remembered(flow: Flow, failure: Failure, claims?: Claims): Promise<Answered['outcome']> {
  const { organizationId } = flow
  await performForAccount(platform(), recordRefusedSignOn, await requestOrigin(), {
    organizationId,
    reason: failure.code,
    claims,
  })
  return { ok: false, failure }
}

const limits = () => ({ allow: platform().settings.outboundAllow })

async function tooMany() {
  const limiter = createLimiter(platform().database, 'single sign-on address', PER_ADDRESS)
  const wait = await limiter.consume(networkOf((await requestOrigin()).address))
  return wait > 0 ? fail('too_many_attempts', { params: { minutes: Math.ceil(wait / 60) } }) : undefined
}

const keeping = async (): Promise<Keeping> => {
  const { sessionSecret, publicUrl } = installation().environment
  return { jar: await cookies(), sessionSecret, secure: publicUrl.startsWith('https:') }
}
