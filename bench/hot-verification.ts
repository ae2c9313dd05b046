import { jwtVerify } from 'jose'
import { median, readable } from '@/bench/numbers'
import { openInstallation } from '@/e2e/processes/installation'
import type { Call } from '@/gateway/call'
import { Decider, type Decision } from '@/gateway/decide'
import { FailureBudget } from '@/gateway/failure-budget'
import { FeedWaiters } from '@/gateway/feed-waiters'
import { createLog } from '@/gateway/log'
import { RateLimits } from '@/gateway/rate-limits'
import { VerifyingKeys } from '@/gateway/verifying-keys'
import { importPublicKey } from '@/lib/crypto/signing-keys'
import { performForGateway } from '@/lib/operations/perform'
import { readSnapshot } from '@/lib/operations/read-snapshot'
import { Knowledge } from '@/lib/status/knowledge'

const ROUNDS = 5
const HOT_VERIFICATIONS = 500_000
const JOSE_VERIFICATIONS = 3_000
const AIM = 100

/** A token that the gateway has seen before, judged by what is known now, against `jose.jwtVerify` of the same token. */
export async function measureHotVerification(databaseUrl: string): Promise<readonly string[]> {
  const installation = await openInstallation(databaseUrl)
  const app = await installation.createApp('bench-hot', 'http://127.0.0.1:9')
  const { token } = await installation.createKey(app, 'bench')
  const gatewayToken = await installation.registerGateway('bench-hot')
  const origin = { address: null, agent: 'bench', requestId: 'bench' }
  const snapshot = await performForGateway(installation.platform, readSnapshot, gatewayToken, origin, {})
  await installation.close()
  if (!snapshot.ok) throw new Error(snapshot.failure.code)

  const knowledge = new Knowledge(snapshot.value)
  const verifyingKeys = new VerifyingKeys(createLog('silent'))
  verifyingKeys.learn(knowledge)
  const decider = new Decider({
    known: { knowledge, isFresh: () => true, nowSeconds: () => Date.now() / 1_000 },
    verifyingKeys,
    waiters: new FeedWaiters(),
    failures: new FailureBudget(() => performance.now()),
    rates: new RateLimits(() => performance.now()),
    cacheSize: 50_000,
  })
  const received = Buffer.from(token)
  // Written out as the server writes it, for to copy an object takes longer than to judge a key.
  const callWith = (sent: string): Call => ({
    slug: app.slug,
    token: sent,
    method: 'GET',
    path: '/',
    scope: undefined,
    address: '127.0.0.1',
  })
  const cold = await decider.decide(callWith(token))
  if (cold.verdict !== 'accepted') throw new Error(`The key was not accepted: ${cold.verdict}`)
  const [{ kid }] = [JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }]
  const signingKey = knowledge.signingKey(kid)
  if (!signingKey) throw new Error('The key that signed is not in the snapshot')
  const publicKey = await importPublicKey(signingKey.jwk)
  const { issuer } = knowledge.organization

  const hot: number[] = []
  const jose: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const hotNanoseconds = await nanosecondsEach(HOT_VERIFICATIONS, async (times) => {
      for (let each = 0; each < times; each += 1) {
        // Another string of the same characters each time, as a socket delivers them: equal, and not identical.
        const decision = decider.decide(callWith(received.toString('latin1'))) as Decision
        if (decision.verdict !== 'accepted') throw new Error(decision.verdict)
      }
    })
    const joseNanoseconds = await nanosecondsEach(JOSE_VERIFICATIONS, async (times) => {
      for (let each = 0; each < times; each += 1)
        await jwtVerify(token, publicKey, { issuer, audience: app.id, algorithms: ['ES256'] })
    })
    if (round === 0) continue
    hot.push(hotNanoseconds)
    jose.push(joseNanoseconds)
  }
  const ratio = median(jose.map((nanoseconds, round) => nanoseconds / (hot[round] ?? Number.NaN)))
  return [
    `- A hot verification in process: ${readable(median(hot))} ns; \`jose.jwtVerify\`: ${readable(median(jose))} ns; ratio ${readable(ratio)} (aim ${AIM}, ${ratio >= AIM ? 'met' : 'not met'})`,
    `  - medians of ${ROUNDS} rounds, one after another; the token is a new string each time and is judged anew each time`,
  ]
}

async function nanosecondsEach(times: number, work: (times: number) => Promise<void>): Promise<number> {
  const begun = process.hrtime.bigint()
  await work(times)
  return Number(process.hrtime.bigint() - begun) / times
}
