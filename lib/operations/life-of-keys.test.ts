import fc from 'fast-check'
import { test } from 'vitest'
import { Deciding } from '@/gateway/testing/deciding'
import { anyRestriction, anyStep, openLivesOfKeys } from '@/lib/operations/testing/life-of-keys'

const { agreeAfterEach, neverRevivedUnasked } = await openLivesOfKeys((state) => new Deciding(state))
const MINUTES = 60_000

test('whatever is done to people, apps, keys and offers, the tabs, a key’s page and the gateways say of each key what the rules say', {
  timeout: 10 * MINUTES,
}, async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 16, maxLength: 24 }), agreeAfterEach), {
    numRuns: 3,
    // What was found by then is told, with the seed that finds it again.
    interruptAfterTimeLimit: 2 * MINUTES,
  })
})

test('no key that is refused is accepted by one restriction more, by time, or by what is offered and taken over', {
  timeout: 10 * MINUTES,
}, async () => {
  const steps = fc
    .tuple(fc.array(anyStep, { maxLength: 12 }), fc.array(anyRestriction, { minLength: 6, maxLength: 8 }))
    .map((parts) => parts.flat())
  await fc.assert(fc.asyncProperty(steps, neverRevivedUnasked), {
    numRuns: 2,
    interruptAfterTimeLimit: 2 * MINUTES,
  })
})
