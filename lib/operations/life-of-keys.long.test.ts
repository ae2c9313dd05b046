import fc from 'fast-check'
import { test } from 'vitest'
import { Deciding } from '@/gateway/testing/deciding'
import { anyRestriction, anyStep, openLivesOfKeys } from '@/lib/operations/testing/life-of-keys'

/** What life-of-keys.test.ts shows in a few lives, in many longer ones. */
const { agreeAfterEach, neverRevivedUnasked } = await openLivesOfKeys((state) => new Deciding(state))

test('in many long lives the tabs, a key’s page and the gateways say of each key what the rules say', async () => {
  await fc.assert(fc.asyncProperty(fc.array(anyStep, { minLength: 30, maxLength: 60 }), agreeAfterEach), {
    numRuns: 60,
  })
})

test('in many long lives no key that is refused is accepted by one restriction more, by time, or by what is offered and taken over', async () => {
  const steps = fc
    .tuple(fc.array(anyStep, { maxLength: 30 }), fc.array(anyRestriction, { minLength: 10, maxLength: 15 }))
    .map((parts) => parts.flat())
  await fc.assert(fc.asyncProperty(steps, neverRevivedUnasked), {
    numRuns: 60,
  })
})
